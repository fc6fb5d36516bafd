"""Words of a file → yes and no, countries, and the fixed choices of the book, in four languages."""

import unicodedata
from functools import cache

from csdesk.model import (
    ActivityType,
    Attitude,
    BillingCycle,
    Choice,
    ContractKind,
    Fit,
    Influence,
    Interval,
    InvoiceKind,
    PartnerStatus,
    PartnerType,
    PersonRole,
    Role,
    Stage,
    SurveyKind,
    TicketPriority,
)
from csdesk.model.currencies import CURRENCIES

_YES = "true t yes y 1 x ✓ ✔ sim s si kylla k on wahr verdadeiro verdadero v tosi"
_NO = "false f no n 0 nao ei e off falso falsch epatosi ☐ ✗"
# the words beside the stored values and English labels
_CHOICES: dict[type[Choice], dict[str, str]] = {
    Role: {
        "sdr": "sales development representative;bdr",
        "ae": "account executive;sales;vendas;ventas;myynti",
        "support": "suporte;soporte;tuki",
        "am": "account manager;gerente de contas;gerente de cuenta;asiakaspäällikkö;kam;key account manager",
        "implementation": "implementação;implementación;käyttöönotto;onboarding",
        "csm": "customer success;customer success manager;sucesso do cliente;éxito del cliente",
        "renewal": "renewals;renovação;renovación;uusinta",
    },
    Stage: {
        "signed": "closed won;assinado;firmado;allekirjoitettu",
        "kicked_off": "kickoff;kick off;kick-off;kicked-off;iniciado;aloitettu",
        "onboarding": "implementation;implementação;implantação;implementación;käyttöönotto",
        "live": "go live;golive;active;ativo;activo;em produção;en producción;tuotannossa",
        "adopted": "adopting;adoption;adotado;adoptado;adoção;adopción;omaksuttu;mature",
        "expanding": "expansion;growth;expansão;expansión;laajennus",
        "renewing": "renewal;renovação;renovación;uusinta",
        "offboarding": "churning;leaving;saindo;saliendo;lähdössä",
    },
    Fit: {
        "strong": "high;good;a;forte;alto;fuerte;vahva",
        "fair": "medium;b;médio;medio;keskitaso",
        "weak": "low;poor;c;fraco;baixo;débil;bajo;heikko",
    },
    PersonRole: {
        "champion": "campeão;campeón;puolestapuhuja;advocate",
        "economic_buyer": "buyer;budget owner;comprador;comprador econômico;ostaja",
        "decision_maker": "decisor;tomador de decisão;päättäjä",
        "technical_lead": "technical;technical contact;técnico;tekninen yhteyshenkilö",
        "end_user_champion": "power user;usuário chave;usuario clave;pääkäyttäjä;key user",
        "sponsor": "executive sponsor;patrocinador;sponsori",
        "billing": "finance;accounting;financeiro;facturación;laskutus",
        "user": "end user;usuário;usuario;käyttäjä",
        "other": "outro;otro;muu",
    },
    Influence: {
        "high": "alta;alto;korkea;suuri;strong",
        "medium": "média;médio;media;medio;keskitaso;keskisuuri;moderate",
        "low": "baixa;baixo;baja;bajo;matala;pieni",
    },
    Attitude: {
        "for": "positive;promoter;supporter;supportive;a favor;positivo;puolesta;myönteinen",
        "neutral": "neutro;neutraali;passive",
        "against": "negative;detractor;blocker;contra;en contra;negativo;vastaan;kielteinen",
        "unknown": "desconhecido;desconocido;tuntematon;?",
    },
    Interval: {
        "day": "daily;diário;diario;dia;día;päivä;päivittäin",
        "week": "weekly;semanal;semana;viikko;viikoittain;per week;p1w",
        "month": "monthly;mensal;mês;mensual;mes;kuukausi;kuukausittain;kk;mo;1 month"
        ";p1m;per month;por mês;al mes",
        "quarter": "quarterly;trimestral;trimestre;neljännes;neljännesvuosi;3 months"
        ";p3m;per quarter;por trimestre;al trimestre",
        "half_year": "half-yearly;half yearly;semi-annual;semiannual;semestral;semestre;puolivuosi;6 months"
        ";p6m",
        "year": "yearly;annual;annually;anual;ano;año;vuosi;vuosittain;12 months;1 year"
        ";p1y;p12m;per year;per annum;por ano;al año;yr",
        "24_months": "2 years;two years;biennial;24",
        "36_months": "3 years;three years;triennial;36",
        "48_months": "4 years;four years;48",
        "60_months": "5 years;five years;60",
        "term": "whole term;total;tcv;contract;contrato;sopimuskausi",
        "once": "one-off;one off;one-time;one time;único;única;kerta;kertamaksu;setup",
        "metered": "usage;by use;pay as you go;consumo;käyttö",
    },
    ContractKind: {
        "paid": "pago;de pago;maksullinen;subscription;assinatura;suscripción;active",
        "trial": "teste;prueba;kokeilu;trialing;poc;pilot",
        "free": "grátis;gratuito;gratis;ilmainen;freemium",
    },
    BillingCycle: {
        "monthly": "month;mensal;mensual;kuukausittain;kuukausi",
        "quarterly": "quarter;trimestral;neljännesvuosittain",
        "half_yearly": "half-yearly;half yearly;semi-annual;semiannual;half year;semestral;puolivuosittain",
        "yearly": "annual;annually;year;anual;vuosittain;vuosi",
        "upfront": "up front;prepaid;adiantado;anticipado;etukäteen;one-time;once",
    },
    TicketPriority: {
        "urgent": "critical;p1;sev1;blocker;highest;urgente;crítica;crítico;kriittinen;kiireellinen",
        "high": "p2;sev2;major;alta;alto;korkea",
        "medium": "normal;p3;sev3;média;media;medio;keskitaso;normaali",
        "low": "p4;p5;sev4;minor;lowest;baixa;baja;bajo;matala",
    },
    SurveyKind: {
        "nps": "net promoter score;relationship",
        "csat": "customer satisfaction;satisfaction;satisfação;satisfacción;tyytyväisyys",
        "ces": "customer effort score;effort;esforço;esfuerzo",
    },
    InvoiceKind: {
        "recurring": "subscription;recorrente;recurrente;toistuva",
        "one_off": "one-off;one off;one-time;setup;avulso;única;kertaluonteinen",
        "service": "services;professional services;serviço;servicio;palvelu",
        "usage": "metered;overage;consumo;käyttö",
        "credit": "credit note;refund;crédito;nota de crédito;hyvitys;hyvityslasku",
    },
    ActivityType: {
        "call": "phone;phone call;ligação;chamada;llamada;puhelu",
        "meeting": "reunião;reunión;kokous;tapaaminen;palaveri",
        "email": "e-mail;mail;correo;sähköposti",
        "note": "nota;muistiinpano;comment",
        "update": "status update;atualização;actualización;päivitys",
        "milestone": "marco;hito;virstanpylväs",
        "qbr": "ebr;business review;quarterly business review",
        "survey": "pesquisa;encuesta;kysely",
        "escalation": "escalação;escalada;eskalaatio",
        "hand_off": "handoff;hand-off;handover;hand over;passagem;traspaso;luovutus",
    },
    PartnerType: {
        "reseller": "var;revenda;revendedor;jälleenmyyjä",
        "referral": "referral;indicação;referido;suosittelija",
        "affiliate": "afiliado;kumppanuusmarkkinoija",
        "marketplace": "mercado;markkinapaikka",
        "integrator": "si;system integrator;integrador;integraattori",
        "technology": "isv;tech;tecnologia;tecnología;teknologia",
        "agency": "agência;agencia;toimisto",
        "distributor": "distribuidor;jakelija",
        "co_development": "co-development;codevelopment;co-development partner",
        "other": "outro;otro;muu",
    },
    PartnerStatus: {
        "candidate": "prospect;applicant;candidato;ehdokas",
        "onboarding": "new;em integração;en integración;perehdytys",
        "active": "ativo;activo;aktiivinen;signed",
        "paused": "on hold;inactive;pausado;inativo;inactivo;tauolla",
        "declined": "rejected;recusado;rechazado;hylätty",
        "ended": "terminated;churned;encerrado;terminado;päättynyt",
    },
}


def plain(text: str) -> str:
    """Return ``text`` without case, accents and the signs people part words with."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if letter.isalnum())


_YES_PLAIN = frozenset(plain(word) or word for word in _YES.split())
_NO_PLAIN = frozenset(plain(word) or word for word in _NO.split())


def yes_or_no(text: str) -> bool | None:
    """Return what a word for yes or no says; None for any other word."""
    word = plain(text) or text.strip()
    if word in _YES_PLAIN:
        return True
    return False if word in _NO_PLAIN else None


@cache
def _choices(kind: type[Choice]) -> dict[str, Choice]:
    known = {plain(word): kind(value) for value, words in _CHOICES[kind].items() for word in words.split(";")}  # type: ignore[call-arg]  # the label belongs to the members
    for member in kind:
        known[plain(member.label)] = known[plain(member.value)] = member
    return known


def choice(kind: type[Choice], text: str) -> Choice | None:
    """Return the choice a word means: a stored value, a label, or a word of another language or tool."""
    return _choices(kind).get(plain(text))


_WON = (
    "won;closed won;closedwon;closed-won;won deal;ganho;ganha;fechado ganho;negócio fechado;ganado;ganada"
    ";cerrado ganado;cierre ganado;voitettu;voitto;suljettu voitettu"
)
_NOT_WON = (
    "lost;closed lost;closedlost;closed-lost;closed lost to competition;open;pending;draft;deleted;rejected"
    ";in approval process;in approval;prospecting;qualification;needs analysis;value proposition"
    ";id. decision makers;identify decision makers;perception analysis;proposal/price quote;proposal"
    ";negotiation/review;negotiation;appointment scheduled;qualified to buy;presentation scheduled"
    ";decision maker bought-in;contract sent;incomplete;incomplete_expired;perdido;perdida;fechado perdido"
    ";aberto;em aberto;rascunho;proposta;negociação;abierto;abierta;borrador;propuesta;negociación"
    ";cerrado perdido;cierre perdido;hävitty;menetetty;avoin;luonnos;tarjous;neuvottelu"
)


@cache
def _deals() -> dict[str, bool]:
    return {plain(word): won for words, won in ((_WON, True), (_NOT_WON, False)) for word in words.split(";")}


def deal(text: str) -> bool | None:
    """Return whether the stage of a deal says that it is won; None for words of other lists."""
    return _deals().get(plain(text))


@cache
def _countries() -> tuple[frozenset[str], dict[str, str]]:
    from babel import Locale  # only when a country comes that is no code yet
    from babel.core import get_global

    known: dict[str, str] = {}
    codes: set[str] = set()
    for language in ("fi", "es", "pt", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"):
                known[plain(name)] = code
                codes.add(code)
    for alias, targets in get_global("territory_aliases").items():
        if len(targets) == 1 and targets[0] in codes and alias.isalpha() and len(alias) in (2, 3):
            known.setdefault(plain(alias), targets[0])
    for code, words in _MORE_NAMES.items():
        known.update((plain(word), code) for word in words.split(";"))
    return frozenset(codes), known


_MORE_NAMES = {
    "US": "U.S.;U.S.A.;USA;United States of America;America;EUA;EE.UU.;EE. UU.;EEUU;"
    "Estados Unidos da América;"
    "Estados Unidos de América;Yhdysvallat;Amerikan yhdysvallat",
    "GB": "UK;U.K.;Great Britain;Britain;England;Scotland;Wales;Grã-Bretanha;Gran Bretaña;Inglaterra;"
    "Englanti",
    "AE": "UAE;U.A.E.;EAU",
    "CZ": "Czech Republic;República Tcheca;República Checa;Tšekki",
    "NL": "Holland;The Netherlands;Holanda;Hollanti",
    "RU": "Russian Federation",
    "KR": "Korea;Republic of Korea",
}


def country(text: str) -> str:
    """Return the ISO code of a country's name in four languages or of its code; other words as they are."""
    codes, known = _countries()
    if len(text) == 2 and text.upper() in codes:
        return text.upper()
    return known.get(plain(text), text)


@cache
def _currencies() -> dict[str, str]:
    from babel import Locale  # only when a word comes that is no code

    known: dict[str, str] = {}
    for language in ("fi", "es", "pt", "en"):
        names = Locale(language).currencies
        known.update((plain(names[code]), code) for code in sorted(CURRENCIES & names.keys()))
    for code, words in _MORE_CURRENCIES.items():
        known.update((plain(word), code) for word in words.split(";"))
    return known


_MORE_CURRENCIES = {
    "EUR": "euro;euros;euroa;eurot",
    "USD": "us dollars;usd$;dólares americanos;dólares estadounidenses;yhdysvaltain dollari",
    "BRL": "real;reais;reales",
    "GBP": "pound sterling;pounds sterling;sterling;british pounds",
    "CHF": "swiss francs;francos suizos;francos suíços",
}


def currency(text: str) -> str:
    """Return the ISO code of a currency's name in four languages, "" for other words."""
    return _currencies().get(plain(text), "")
