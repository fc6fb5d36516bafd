"""The policy: what may be chosen, how it is read and written."""

import pytest

from csdesk.errors import Refused
from csdesk.metrics import POLICIES, MetricPolicy


def test_text_and_back():
    policy = MetricPolicy(lifetime_cap=120, include_contraction=False, renewal_grace_days=0)
    assert MetricPolicy.of(policy.as_text()) == policy
    assert MetricPolicy.of({"name": "not a policy"}) == MetricPolicy()
    assert set(policy.as_dict()) == {"version", *POLICIES}


@pytest.mark.parametrize("key", POLICIES.values(), ids=lambda each: each.key)
def test_every_choice_is_read(key):
    read = {str(MetricPolicy.of({key.key: choice}).as_text()[key.key]) for choice in key.choices}
    assert read == set(key.choices)
    assert MetricPolicy().as_text()[key.key] in key.choices


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("discounts", "none"),
        ("include_contraction", "perhaps"),
        ("lifetime_cap", "0"),
        ("lifetime_cap", "x"),
        ("renewal_grace_days", "400"),
        ("gap_bridge_days", "-1"),
        ("renewal_by", "x"),
    ],
)
def test_what_cannot_be_chosen_is_refused_by_name(key, text):
    with pytest.raises(Refused, match=key):
        MetricPolicy.of({key: text})


@pytest.mark.parametrize(
    ("key", "text", "stored"),
    [
        ("include_contraction", "TRUE", "yes"),
        ("include_contraction", "0", "no"),
        ("churn_method", " ST ", "st"),
        ("renewal_by", "count", "contract"),
        ("gap_bridge_days", "off", "0"),
        ("lifetime_cap", "", "off"),
    ],
)
def test_other_words_for_the_same(key, text, stored):
    assert MetricPolicy.of({key: text}).as_text()[key] == stored


def test_a_number_of_days_is_refused_with_the_span_it_may_have():
    with pytest.raises(Refused, match=r"renewal_grace_days may be 30 \| 0…365, not “-1”"):
        MetricPolicy.of({"renewal_grace_days": "-1"})
    assert MetricPolicy.of({"renewal_grace_days": "365", "lifetime_cap": "36"}).lifetime_cap == 36
