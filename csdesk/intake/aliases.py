"""What columns are called: English, Portuguese, Spanish, Finnish, and the exports of the usual tools.

Kind of file → field → words, the surest first. A field's own name and label are known without standing here.
"""

_ACCOUNT_LINK = (
    "account id;account;company id;associated company id;associated company ids;organization id;customer id;"
    "client id;associated account id;account name.id;company;organization;organisation;customer;client;conta;"
    "cliente;id da conta;id do cliente;empresa;cuenta;id de cuenta;id de cliente;id cliente;asiakas;"
    "asiakastunnus;asiakasnumero;tili;yritys;parent company id;salesforce id;crm id"
)
_ACCOUNT_NAME = (
    "account name;company name;associated company;organization name;organisation name;customer name;"
    "client name;"
    "nome da conta;nome do cliente;nome da empresa;nombre de cuenta;nombre de la cuenta;nombre del cliente;"
    "nombre de la empresa;customer company;bill to;billed to;"
    "asiakkaan nimi;yrityksen nimi;account domain;company domain;company domain name;"
    "domain;website;domínio;dominio;verkkotunnus;"
    "organization;deal organization"
)
_CONTACT = (
    "contact id;contact email;requester email;respondent email;customer email;person email;email;e-mail;"
    "email address;contact;contact name;requester;respondent;person;person name;contato;contacto;"
    "yhteyshenkilö;associated contact;solicitante"
)
_CONTRACT = (
    "contract;contract id;subscription id;subscription;contract number;deal id;contrato;id do contrato;"
    "número do contrato;id de contrato;assinatura;suscripción;sopimus;sopimusnumero;tilaus;agreement;"
    "agreement id"
)
_PARTNER = (
    "partner id;partner;partner name;reseller;channel partner;parceiro;socio;kumppani;"
    "sourced by partner;partner account"
)
_NOTES = (
    "notes;note;description;comments;comment;remarks;notas;observações;descrição;comentários;observaciones;"
    "descripción;comentarios;muistiinpanot;huomiot;kuvaus;kommentit;lisätiedot;about us"
)
_CURRENCY = (
    "currency;currency code;currency iso code;moeda;moneda;divisa;valuutta;deal currency;amount currency;"
    "mrr currency;arr currency;price currency;contract currency;account currency;invoice currency;"
    "refund currency;annual revenue currency;moeda do valor;moneda del importe"
)
_COUNTRY = (
    "country;country/region;country code;billing country;shipping country;país;pais;país/região;maa;maakoodi;"
    "billing country code;country/territory;primary country;country of address"
)
_OWNER = (
    "owner;account owner;company owner;record owner;account owner.name;owner name;responsible;responsável;"
    "proprietário;dono;propietario;responsable;omistaja;vastuuhenkilö;contact owner;deal owner;"
    "proprietário da conta;"
    "propietario de la cuenta;owner full name;assigned to"
)
_NAME = "name;nome;nombre;nimi"
_DAY = "date;day;data;dia;fecha;día;päivä;päivämäärä;pvm"
_SEATS = (
    "seats;licenses;licences;users;licenses bought;licences bought;licensed users;purchased seats;"
    "seats bought;"
    "number of users;number of seats;licenças;assentos;usuários;licenças compradas;licencias;asientos;"
    "usuarios;"
    "licencias compradas;paikat;lisenssit;käyttäjät;lisenssejä;ostetut lisenssit;seats purchased;"
    "quantity of seats;"
    "license count;licenses purchased;licences purchased"
)
_START = (
    "start date;contract start;contract start date;subscription start;subscription start date;"
    "customer start date;"
    "start;effective date;customer since;service start;service start date;term start;contract from;"
    "valid from;"
    "data de início;início;início do contrato;data de início do contrato;data início;cliente desde;"
    "fecha de inicio;inicio;inicio del contrato;fecha inicio;fecha de inicio del contrato;alkupäivä;alkaa;"
    "alkamispäivä;sopimuksen alku;aloituspäivä;sopimus alkaa;asiakas alkaen;original contract date;"
    "commencement date"
)
_END = (
    "end date;contract end;contract end date;end;subscription end;subscription end date;term end;expiry date;"
    "expiration date;contract end/renewal date;contract expiry;ends on;data de término;data de fim;fim;"
    "fim do contrato;término;vencimento;data fim;fecha de fin;fecha fin;fin;fin del contrato;"
    "fecha de término;"
    "vencimiento;loppupäivä;päättyy;päättymispäivä;sopimuksen loppu;sopimus päättyy;service end;"
    "service end date;"
    "expires;expires on;expiry;ended at;ended on;ended;"
    "data final;fecha final;contract end renewal date;contract to"
)
_LAST_DAY = (
    "last day;last day covered;last day of contract;end date inclusive;end inclusive;inclusive end date;"
    "valid through;"
    "valid thru;último dia;último día;último dia do contrato;viimeinen päivä;viimeinen voimassaolopäivä;"
    "end date (inclusive);contract end (inclusive);end (inclusive);último dia coberto;último día cubierto"
)
_AFTER = (
    "renewal date;end exclusive;first day after;next renewal;next renewal date;renews on;renewal;renewal on;"
    "data de renovação;renovação;fecha de renovación;renovación;uusimispäivä;uusinta;uusintapäivä;"
    "end date (exclusive);end (exclusive);contract renewal date;subscription renewal date;próxima renovação;"
    "próxima renovación"
)
_MRR = (
    "mrr;mrr amount;monthly amount;monthly revenue;monthly recurring revenue;monthly fee;monthly price;"
    "receita mensal;receita mensal recorrente;receita recorrente mensal;valor mensal;mensalidade;"
    "ingresos mensuales;ingreso mensual recurrente;ingresos recurrentes mensuales;cuota mensual;"
    "valor mensual;"
    "kuukausimaksu;kuukausiveloitus;kuukausitulo;kuukausittainen toistuva tulo;kuukausilaskutus;current mrr"
)
_ARR = (
    "arr;arr amount;annual amount;annual recurring revenue;annual contract value;acv;yearly amount;"
    "receita anual;receita anual recorrente;valor anual;ingresos anuales;ingreso anual recurrente;"
    "cuota anual;"
    "vuosimaksu;vuosilaskutus;vuosittainen toistuva tulo;current arr;annual fee;annual price"
)
_PRODUCT = (
    "product;product name;plan;plan name;plan tier;products;subscription plan;package;edition;plano;produto;"
    "producto;paquete;pacote;tuote;paketti;plan/products;product id;plan/product"
)
_ACCOUNT = {
    "external_id": "id;account id;external id;record id;company id;organization id;customer id;client id;"
    "customer number;"
    "client number;account number;record id - company;account id 18;salesforce id;crm id;código;codigo;"
    "id da conta;id do cliente;código do cliente;id de cuenta;id de cliente;id cliente;código de cliente;"
    "código cliente;tunnus;asiakastunnus;asiakasnumero;asiakas id;y-tunnus;gsid;companyid;organization - id",
    "name": "name;account name;company name;account;company;organization;organisation;organization name;"
    "organisation name;"
    "customer;customer name;client;client name;nome;nome da conta;nome da empresa;nome do cliente;conta;"
    "cliente;"
    "empresa;razão social;nombre;nombre de la cuenta;nombre de cuenta;nombre de la empresa;"
    "nombre del cliente;cuenta;"
    "razón social;nimi;asiakas;asiakkaan nimi;yritys;yrityksen nimi;tilin nimi;organization - name",
    "domain": "domain;company domain name;company domain;website;web site;website url;web;url;domínio;site;"
    "dominio;"
    "sitio web;página web;verkkotunnus;verkkosivu;verkkosivusto;kotisivu;organization - website;email domain",
    "industry": "industry;sector;vertical;setor;indústria;ramo;segmento de mercado;industria;rubro;toimiala;"
    "ala",
    "segment": "segment;customer segment;account segment;segmento;segmentti;asiakassegmentti;tier/segment;"
    "company size segment",
    "tier": "tier;account tier;customer tier;plan tier;nível;faixa;nivel;categoría;taso;luokka;rating;"
    "account rating",
    "country": _COUNTRY,
    "region": "region;territory;state;state/region;billing state/province;billing state;state/province;"
    "região;estado;uf;"
    "región;provincia;alue;maakunta;geo",
    "city": "city;billing city;city of address;cidade;ciudad;kaupunki;paikkakunta;town",
    "phone": "phone;phone number;telephone;telefone;teléfono;puhelin;puhelinnumero;main phone;telefon",
    "currency": _CURRENCY + ";annual revenue currency",
    "source": "source;lead source;account source;referral source;original source;origem;fonte;origen;fuente;"
    "lähde;"
    "original traffic source;acquisition source;acquisition channel",
    "stage": "stage;lifecycle stage;onboarding stage;customer stage;etapa;estágio;fase;"
    "etapa del ciclo de vida;vaihe;"
    "elinkaaren vaihe;käyttöönoton vaihe;onboarding status;etapa de onboarding",
    "owner": _OWNER,
    "parent_id": "parent;parent account;parent account id;parent company;conta principal;empresa matriz;"
    "matriz;"
    "cuenta principal;casa matriz;emoyhtiö;emoyritys;parent id",
    "icp_fit": "icp fit;fit;icp;ideal customer fit;icp score;ajuste icp",
    "why_bought": "why they bought;why bought;purchase reason;reason for purchase;motivo da compra;"
    "motivo de compra;ostosyy",
    "signed_up_on": "signed up on;signup date;sign up date;created;create date;created date;created time;"
    "created at;"
    "organization created;data de criação;data de cadastro;fecha de creación;fecha de alta;luotu;luontipäivä;"
    "rekisteröitymispäivä;customer created date;add time",
    "next_step": "next step;action required;next action;next steps;required action;próximo passo;"
    "ação necessária;"
    "próxima ação;próximo paso;acción requerida;próxima acción;seuraava toimenpide;vaadittu toimenpide;"
    "seuraava askel",
    "next_step_on": "next follow-up;next follow up;follow up date;next step date;next contact;"
    "next activity date;"
    "próximo acompanhamento;próximo contato;próximo seguimiento;próximo contacto;seuraava yhteydenotto;"
    "seuranta;"
    "next meeting;follow-up date",
    "tags": "tags;tag;labels;label;etiquetas;etiqueta;marcadores;tunnisteet;avainsanat;organization - label",
    "notes": _NOTES,
    "role.csm": "csm;customer success manager;csm name;csm owner;csm/owner;gerente de sucesso;"
    "gerente de éxito;"
    "asiakkuuspäällikkö;csm first name",
    "role.am": "am;account manager;gerente de contas;gerente de cuenta;asiakaspäällikkö",
    "role.ae": "ae;account executive;sales rep;sales owner;vendedor;myyjä",
    "role.sdr": "sdr;bdr",
    "role.support": "support owner;support engineer;support contact",
    "role.implementation": "implementation manager;implementation owner;onboarding manager;ps owner",
    "role.renewal": "renewal manager;renewal owner;renewals manager",
    "owner_roles": "",
    "owner_history": "",
    "tier_history": "",
    "segment_history": "",
    "country_history": "",
    "links": "",
    "health_inputs": "",
}
_CONTRACT_FIELDS = {
    "start": _START,
    "end": _END,
    "last_day": _LAST_DAY,
    "end_exclusive": _AFTER,
    "mrr": _MRR,
    "arr": _ARR,
    "amount": "amount;value;price;contract value;deal value;deal - value;total;valor;preço;"
    "valor do contrato;importe;precio;"
    "monto;valor del contrato;summa;hinta;arvo;sopimuksen arvo;fee",
    "currency": _CURRENCY + ";deal - currency",
    "seats": _SEATS,
    "product_id": _PRODUCT,
    "interval": "interval;per;period;billing period;billing interval;price interval;intervalo;período;"
    "periodo;jakso;"
    "laskutusjakso;recurrence",
    "term": "term;contract term;term months;term (months);contract length;prazo;duração;prazo (meses);plazo;"
    "duración;"
    "plazo (meses);sopimuskausi;kesto;contract term (months);subscription term",
    "billing_cycle": "billing cycle;billing frequency;invoicing;payment frequency;frequência de cobrança;"
    "ciclo de faturamento;ciclo de cobrança;"
    "frecuencia de facturación;ciclo de facturación;laskutusväli;laskutustiheys;"
    "payment terms cycle",
    "auto_renews": "auto renew;auto renewal;auto renews;auto renew flag;auto-renewal;automatic renewal;"
    "renovação automática;"
    "renovación automática;automaattinen uusinta;automaattinen uusiminen;renews by itself",
    "notice_days": "notice days;notice;notice period;notice period days;aviso prévio;preaviso;"
    "irtisanomisaika;"
    "notice period (days);notice, days",
    "cancelled_on": "cancelled on;canceled on;cancellation date;cancel date;cancelled at;canceled at;"
    "data de cancelamento;fecha de cancelación;irtisanottu;irtisanomispäivä;peruttu",
    "partner_id": _PARTNER,
}
ALIASES: dict[str, dict[str, str]] = {
    "accounts": _ACCOUNT,
    "contacts": {
        "external_id": "id;contact id;external id;record id;person id;código;codigo;tunnus;person - id;"
        "record id - contact",
        "account_id": _ACCOUNT_LINK,
        "account_name": _ACCOUNT_NAME,
        "partner_id": _PARTNER,
        "name": "name;full name;contact name;contact;person;person name;nome;nome completo;contato;nombre;"
        "nombre completo;"
        "contacto;nimi;koko nimi;yhteyshenkilö;person - name;stakeholder;stakeholder name",
        "first_name": "first name;given name;firstname;primeiro nome;nombre de pila;etunimi;"
        "person - first name",
        "last_name": "last name;surname;family name;lastname;sobrenome;apelido;apellido;apellidos;sukunimi;"
        "person - last name",
        "title": "title;job title;position;cargo;função;puesto;titteli;asema;tehtävänimike;"
        "person - job title;stakeholder title",
        "email": "email;e-mail;email address;mail;correo;correo electrónico;endereço de e-mail;sähköposti;"
        "sähköpostiosoite;person - email;work email;primary email",
        "phone": "phone;phone number;telephone;mobile;mobile phone;telefone;celular;teléfono;móvil;puhelin;"
        "puhelinnumero;matkapuhelin;person - phone;work phone",
        "role": "role;contact role;buying role;persona;papel;função no negócio;rol;rooli;stakeholder role",
        "influence": "influence;influence level;influência;influencia;vaikutusvalta;stakeholder influence",
        "attitude": "attitude;sentiment;stance;atitude;sentimento;actitud;postura;asenne;suhtautuminen",
        "cadence_days": "cadence days;cadence;touch frequency;talk every days;contact frequency;cadência;"
        "cadencia;"
        "yhteydenottoväli;talk every, days",
        "last_contact_on": "last contact;last contacted;last touch;last activity;last activity date;"
        "último contato;"
        "último contacto;viimeisin yhteydenotto;viimeksi tavattu;last contact on;person - last activity date",
        "leaves_on": "leaves on;leaving;leaving date;data de saída;fecha de salida;lähtee",
        "successor_id": "successor;replaced by;sucessor;seuraaja",
        "language": "language;preferred language;idioma;língua;kieli",
        "notes": _NOTES + ";risk note;nota de risco;nota de riesgo;riskihuomio;stakeholder risk note",
    },
    "products": {
        "external_id": "id;product id;product code;sku;código;codigo;tunnus;tuotenumero;product number;"
        "código do produto;"
        "código de producto",
        "name": "name;product;product name;plan;plan name;nome;produto;nome do produto;plano;nombre;producto;"
        "nombre del producto;nimi;tuote;tuotteen nimi",
        "family": "family;product family;category;família;categoria;familia;categoría;tuoteperhe;ryhmä",
        "edition": "edition;version;edição;edición;versio",
        "list_price": "list price;price;unit price;standard price;preço;preço de tabela;preço unitário;"
        "precio;"
        "precio de lista;precio unitario;hinta;listahinta;yksikköhinta",
        "interval": _CONTRACT_FIELDS["interval"],
        "currency": _CURRENCY,
        "notes": _NOTES,
    },
    "contracts": {
        **_CONTRACT_FIELDS,
        "external_id": "id;contract id;subscription id;external id;record id;contract number;deal id;código;"
        "codigo;"
        "id do contrato;número do contrato;id de contrato;número de contrato;tunnus;sopimusnumero;"
        "sopimustunnus;"
        "agreement id;agreement number;deal - id;opportunity id",
        "account_id": _ACCOUNT_LINK,
        "account_name": _ACCOUNT_NAME,
        "name": "name;contract name;contract;subscription;subscription name;deal name;deal - title;"
        "opportunity name;title;"
        "nome;contrato;nome do contrato;nombre;nombre del contrato;nimi;sopimus;sopimuksen nimi",
        "kind": "kind;type;contract type;contract kind;subscription type;tipo;tipo de contrato;tyyppi;"
        "sopimustyyppi",
        "won": "deal - status;deal status;deal stage;deal - stage;opportunity stage;sales stage;stage;status;"
        "contract status;subscription status;etapa do negócio;etapa del negocio;etapa;situação;estado;"
        "vaihe;tila;kaupan vaihe",
        "is_trial": "is trial;trial;is_trial;teste;prueba;kokeilu",
        "signed_on": "signed on;signed;signature date;date signed;closed date;close date;contract signed;"
        "signed date;"
        "data de assinatura;fecha de firma;allekirjoitettu;allekirjoituspäivä;closing date",
        "quantity": "quantity;qty;units;quantidade;cantidad;määrä;kpl",
        "past_due": "past due;overdue;payment overdue;em atraso;inadimplente;vencido;moroso;erääntynyt;"
        "maksu myöhässä",
        "renews_id": "renews;renewal of;renewed contract;renews contract;previous contract;renova;renueva;"
        "uusii;edellinen sopimus",
        "steps": "",
        "pauses": "",
        "discounts": "",
        "notes": _NOTES,
    },
    "usage": {
        "external_id": "id;usage id;external id;record id;row id;reading id;event id;tunnus;código;codigo",
        "account_id": _ACCOUNT_LINK,
        "account_name": _ACCOUNT_NAME,
        "contract_id": _CONTRACT,
        "day": f"{_DAY};usage date;reading date;timestamp;event date;snapshot date;data de uso;data do uso;"
        f"fecha de uso;"
        "käyttöpäivä;as of;as of date;month;mês;mes;kuukausi;period",
        "measure": "measure;metric;metric name;medida;métrica;mittari;suure;measure name",
        "feature": "feature;feature name;module;funcionalidade;recurso;módulo;funcionalidad;función;"
        "ominaisuus;toiminto;moduuli",
        "value": "value;metric value;valor;arvo;measure value",
        "active": "active;active users;users active;active seats;licenses used;licences used;seats used;mau;"
        "wau;dau;"
        "usuários ativos;licenças usadas;usuarios activos;licencias usadas;aktiiviset käyttäjät;aktiiviset;"
        "käytetyt lisenssit;käytössä olevat lisenssit",
        "entitled": "entitled;entitled users;licensed;licensed users;licensed seats;"
        "licenses;licences;seats;licenses bought;"
        "licences bought;"
        "usuários licenciados;licenças;usuarios con licencia;licencias;lisenssit;oikeutetut;paikat",
        "attributes": "",
    },
    "tickets": {
        "external_id": "id;ticket id;ticket;ticket number;case number;case id;external id;record id;"
        "número do chamado;chamado;"
        "número de ticket;id del ticket;tunnus;tiketti;tikettinumero;key;issue key;case",
        "account_id": _ACCOUNT_LINK,
        "account_name": _ACCOUNT_NAME,
        "contact_id": _CONTACT,
        "subject": "subject;title;summary;ticket name;assunto;título;resumo;asunto;resumen;aihe;otsikko",
        "opened_on": "opened on;opened;submitted at;submitted;created;created at;create date;created date;"
        "date opened;open date;"
        "aberto em;data de abertura;criado em;abierto;fecha de apertura;creado;avattu;luotu;avauspäivä;"
        "date/time opened;date",
        "closed_on": "closed on;closed;closed at;solved at;solved;solved on;"
        "resolved;resolved at;resolved on;close date;closed date;"
        "date closed;fechado em;"
        "data de fechamento;resolvido em;cerrado;fecha de cierre;resuelto;suljettu;ratkaistu;sulkupäivä;"
        "date/time closed",
        "due_on": "due on;due;due date;due at;sla due;sla due date;prazo;data limite;vencimento;"
        "fecha límite;vencimiento;"
        "määräaika;eräpäivä",
        "priority": "priority;severity;urgency;prioridade;severidade;prioridad;severidad;prioriteetti;"
        "vakavuus",
        "category": "category;type;ticket type;issue type;case type;reason;categoria;tipo;categoría;luokka;"
        "kategoria;tyyppi",
        "channel": "channel;source;case origin;origin;canal;origem;origen;kanava",
        "line": "line;support line;support level;level;linha;nível;línea;nivel;taso;tukitaso",
        "first_response_minutes": "first response minutes;first response time minutes;first response time;"
        "first reply time;"
        "first reply time (minutes);tempo de primeira resposta;tiempo de primera respuesta;ensivasteaika;"
        "first response, minutes;first response time (minutes)",
        "resolution_hours": "resolution hours;time to close;time to close (hh:mm:ss);resolution time hours;"
        "resolution time;time to resolve;"
        "resolution, hours;"
        "tempo de resolução;tiempo de resolución;ratkaisuaika;resolution time (hours);"
        "full resolution time (hours)",
        "escalated": "escalated;escalation;escalation flag;is escalated;escalado;escalada;eskaloitu",
        "satisfaction": "satisfaction;satisfaction score;csat;csat score;rating;satisfaction rating;"
        "satisfação;nota;"
        "satisfacción;puntuación;tyytyväisyys;arvosana",
        "satisfaction_scale": "satisfaction scale;scale;csat scale;escala;asteikko",
        "notes": _NOTES,
    },
    "surveys": {
        "external_id": "id;response id;survey response id;external id;record id;tunnus;código;codigo",
        "account_id": _ACCOUNT_LINK,
        "account_name": _ACCOUNT_NAME,
        "partner_id": _PARTNER,
        "contact_id": _CONTACT,
        "kind": "kind;survey;survey type;type;metric;pesquisa;tipo;tipo de pesquisa;encuesta;"
        "tipo de encuesta;kysely;tyyppi",
        "score": "score;rating;response;answer;value;nps score;csat score;ces score;nps;csat;ces;nota;"
        "pontuação;resposta;"
        "puntuación;respuesta;calificación;pisteet;arvosana;vastaus",
        "scale": "scale;escala;asteikko;range",
        "answered_on": f"answered on;answered;response date;responded at;submitted at;submitted;completed;"
        f"completed at;{_DAY};"
        "data da resposta;respondido em;fecha de respuesta;vastattu;vastauspäivä;survey date",
        "touchpoint": "touchpoint;touch point;trigger;journey stage;ponto de contato;punto de contacto;"
        "kosketuspiste",
        "wave": "wave;campaign;survey name;onda;campanha;ola;campaña;kierros",
        "comment": "comment;comments;feedback;verbatim;reason;comentário;comentários;comentario;comentarios;"
        "kommentti;palaute;"
        "why;feedback text",
    },
    "invoices": {
        "number": "number;invoice number;invoice id;invoice;invoice no;id;número;número da fatura;fatura;"
        "nota fiscal;"
        "número de factura;factura;laskun numero;lasku;laskunumero",
        "account_id": _ACCOUNT_LINK,
        "account_name": _ACCOUNT_NAME,
        "contract_id": _CONTRACT,
        "kind": "kind;type;invoice type;tipo;tyyppi;laskutyyppi",
        "issued_on": f"issued on;issued;invoice date;issue date;date issued;billed on;data de emissão;"
        f"emitida em;"
        f"fecha de emisión;fecha de factura;emitida;laskun päiväys;laskutuspäivä;päiväys;{_DAY}",
        "due_on": "due on;due;due date;payment due;vencimento;data de vencimento;vencimiento;"
        "fecha de vencimiento;eräpäivä",
        "paid_on": "paid on;paid;paid at;payment date;date paid;paga em;data de pagamento;pagada;"
        "fecha de pago;maksettu;maksupäivä",
        "amount": "amount;total;amount due;net amount;invoice amount;subtotal;value;valor;total líquido;"
        "valor da fatura;"
        "importe;monto;neto;summa;määrä;nettosumma;veroton summa",
        "currency": _CURRENCY,
        "covers_from": "covers from;period start;service start;service from;início do período;"
        "inicio del período;kausi alkaa",
        "covers_until": "covers until;period end;service end;service until;fim do período;fin del período;"
        "kausi päättyy",
        "notes": _NOTES,
    },
    "activities": {
        "external_id": "id;activity id;engagement id;external id;record id;task id;event id;tunnus;código;"
        "codigo",
        "account_id": _ACCOUNT_LINK,
        "account_name": _ACCOUNT_NAME,
        "partner_id": _PARTNER,
        "type": "type;activity type;kind;engagement type;tipo;tipo de atividade;tipo de actividad;tyyppi;"
        "aktiviteetti",
        "day": f"{_DAY};activity date;due date;meeting date;timestamp;created;created at;data da atividade;"
        "fecha de actividad;tapahtumapäivä;last activity date;start date;create date",
        "text": "text;subject;notes;note;description;body;summary;comments;comment;details;assunto;texto;"
        "descrição;notas;nota;"
        "resumo;asunto;descripción;resumen;detalle;teksti;aihe;kuvaus;muistiinpano;muistiinpanot",
        "people": "people;attendees;participants;contact;contacts;participantes;asistentes;osallistujat",
        "author": "author;owner;created by;assigned to;logged by;autor;responsável;responsable;tekijä;"
        "omistaja",
        "minutes": "minutes;duration;duration minutes;duration (minutes);minutos;duração;duración;minuutit;"
        "kesto",
        "shareable": "shareable;may be shown to the customer;public;compartilhável;compartible;jaettava",
    },
    "churns": {
        "external_id": "id;churn id;churn event id;external id;record id;tunnus;código;codigo",
        "account_id": _ACCOUNT_LINK,
        "account_name": _ACCOUNT_NAME,
        "day": f"churn date;churned on;churned at;left on;lost date;cancellation date;{_DAY};"
        f"data de cancelamento;data do churn;"
        "fecha de baja;fecha de cancelación;poistumispäivä;lähtöpäivä;päättymispäivä",
        "reason": "reason;reason code;churn reason;cancellation reason;risk reason code;motivo;razão;"
        "motivo de baja;razón;syy;poistuman syy",
        "feedback": "feedback;feedback text;comment;comments;notes;note;comentário;comentários;comentario;"
        "comentarios;"
        "palaute;kommentti;muistiinpanot",
        "refund": "refund;refund amount;reembolso;valor reembolsado;importe reembolsado;hyvitys;palautus",
        "currency": _CURRENCY,
    },
    "partners": {
        "external_id": "id;partner id;external id;record id;código;codigo;tunnus;kumppanitunnus;account id;"
        "company id",
        "name": "name;partner;partner name;company;company name;account name;nome;parceiro;nome do parceiro;"
        "nombre;socio;"
        "nombre del socio;nimi;kumppani;kumppanin nimi",
        "domain": _ACCOUNT["domain"],
        "type": "type;partner type;kind;tipo;tipo de parceiro;tipo de socio;tyyppi;kumppanityyppi",
        "tier": "tier;partner tier;level;nível;nivel;taso",
        "status": "status;partner status;stage;situação;estado;tila",
        "country": _COUNTRY,
        "region": "region;territory;state;região;región;alue",
        "city": _ACCOUNT["city"],
        "phone": _ACCOUNT["phone"],
        "owner": _OWNER + ";partner manager;psm;partner success manager;cam",
        "currency": _CURRENCY,
        "agreement_start": "agreement start;agreement from;partner since;start date;contract start;"
        "data de início;"
        "parceiro desde;fecha de inicio;socio desde;sopimuksen alku;alkupäivä",
        "agreement_end": "agreement end;agreement ends;end date;contract end;renewal date;data de término;"
        "fecha de fin;"
        "sopimuksen loppu;loppupäivä",
        "tags": _ACCOUNT["tags"],
        "notes": _NOTES,
        "links": "",
    },
    "rates": {
        "month": f"month;{_DAY};period;valid from;mês;mes;kuukausi",
        "currency": _CURRENCY + ";from currency;from;code",
        "rate": "rate;exchange rate;fx rate;conversion rate;taxa;taxa de câmbio;cotação;câmbio;tasa;"
        "tipo de cambio;kurssi;"
        "valuuttakurssi;vaihtokurssi;to book currency",
    },
}
_TRACKER_HEALTH = {
    "health": "health;health score;overall health;health status;current score;score;ryg;rag;status color;"
    "customer health;"
    "score label;saúde;saúde do cliente;índice de saúde;salud;puntuación de salud;salud del cliente;terveys;"
    "asiakasterveys;liikennevalo",
    "usage": "usage;usage score;usage health;product usage;uso;pontuação de uso;puntuación de uso;käyttö;"
    "käyttöpisteet;usage (40)",
    "support": "support;support score;support health;suporte;soporte;tuki;support (20)",
    "financial": "financial;financial score;financial health;financeiro;financiero;talous;financial (20)",
    "engagement": "engagement;engagement score;engajamento;compromiso;sitoutuminen;engagement (20)",
    "sentiment": "sentiment;csm sentiment;pulse;csm pulse;sentimento;sentimiento;tunnelma",
    "nps": "nps;nps score;last nps;latest nps",
    "csat": "csat;csat score;last csat;customer satisfaction",
    "ces": "ces;ces score",
    "adoption": "adoption;adoption score;product adoption;adoção;adopción;käyttöönottoaste",
    "time_to_value": "time to value;ttv;time to value (days);tempo até valor;tiempo hasta el valor;"
    "aika arvoon",
    "risk_reason": "risk reason;risk reason code;risk code;risk;churn risk;churn risk reason;"
    "motivo de risco;risco;"
    "motivo de riesgo;riesgo;riskin syy;riski",
    "payment_status": "payment status;billing status;invoice status;status de pagamento;estado de pago;"
    "maksutilanne",
    "expansion_stage": "expansion stage;upsell stage;expansion status;etapa de expansão;etapa de expansión;"
    "laajennuksen vaihe",
    "expansion_amount": "expansion amount;upsell amount;expansion potential;expansion value;"
    "valor de expansão;"
    "valor de expansión;laajennuksen arvo",
    "goal": "goal;goals;objective;objectives;meta;objetivo;objetivos;metas;tavoite;tavoitteet",
    "goal_baseline": "goal baseline;baseline;linha de base;línea base;lähtötaso",
    "goal_current": "goal current;current;atual;actual;nykytila",
    "goal_target": "goal target;target;alvo;objetivo final;tavoitetaso",
}
ALIASES["tracker"] = {
    **{f"health.{name}": words for name, words in _TRACKER_HEALTH.items()},
    **{name: words for name, words in _ACCOUNT.items() if words and name not in ("currency",)},
    **{f"contract.{name}": words for name, words in _CONTRACT_FIELDS.items()},
    "contract.external_id": "contract id;subscription id;contract number;id do contrato;id de contrato;"
    "sopimusnumero",
    "contract.kind": "contract type;subscription type",
    "health_date": "health date;score date;health updated;last updated;last update;updated;updated on;as of;"
    "as of date;date;"
    "atualizado em;data da saúde;actualizado;fecha de salud;päivitetty;last modified date",
    "usage.active": "licenses used;licences used;seats used;active users;users active;licensed users active;"
    "licenças usadas;usuários ativos;licencias usadas;usuarios activos;käytetyt lisenssit;"
    "aktiiviset käyttäjät;"
    "used licenses;used seats;licenses bought/used",
    "activity.day": "last contact;last contacted;last touch;last activity;last activity date;"
    "last contact date;last meeting;"
    "último contato;última atividade;último contacto;última actividad;viimeisin yhteydenotto;"
    "viimeksi tavattu;"
    "last qbr;last conversation date",
    "activity.text": "last contact note;last conversation;last note;last activity note;last meeting note;"
    "resumo do último contato;"
    "resumen del último contacto;viimeisin keskustelu",
    "contact.name": "contact;contact name;primary contact;main contact;stakeholder;stakeholder name;"
    "key contact;champion;sponsor;"
    "contato;contato principal;contacto;contacto principal;yhteyshenkilö;pääyhteyshenkilö;person;"
    "stakeholders",
    "contact.email": "email;e-mail;contact email;email address;primary contact email;correo;"
    "correo electrónico;sähköposti;"
    "stakeholder email;champion email",
    "contact.title": "contact title;job title;stakeholder title;title;cargo;puesto;titteli",
    "contact.phone": "contact phone;stakeholder phone;mobile",
    "contact.role": "contact role;stakeholder role;role",
    "contact.influence": "influence;stakeholder influence;influência;influencia;vaikutusvalta",
    "contact.last_contact_on": "stakeholder last contact;contact last contact",
    "contact.notes": "risk note;stakeholder risk note;contact notes;nota de risco;nota de riesgo;riskihuomio",
}
ALIASES["tracker"]["tier"] = (
    "tier;account tier;customer tier;nível;faixa;nivel;categoría;taso;luokka;tier/segment"
)
ALIASES["tracker"]["segment"] = "segment;customer segment;segmento;segmentti;asiakassegmentti"
ALIASES["tracker"]["signed_up_on"] = (
    "signed up on;signup date;sign up date;create date;created date;created time;organization created;"
    "data de criação;"
    "data de cadastro;fecha de creación;fecha de alta;luotu;luontipäivä"
)
