import json, sys

backend = sys.argv[1]
URL = "postgresql://postgres@127.0.0.1:54329/postgres"
if backend == "sqlalchemy":
    from sqlalchemy import create_engine, text
    import re

    engine = create_engine(URL, echo=True, future=True)
    conn = None

    def q(t, **p):
        r = conn.execute(text(t), p)
        return r.all() if r.returns_rows else []

else:
    from django.conf import settings as conf

    conf.configure(
        DEBUG=True,
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": "postgres",
                "USER": "postgres",
                "HOST": "127.0.0.1",
                "PORT": 54329,
            }
        },
        LOGGING={
            "version": 1,
            "handlers": {"c": {"class": "logging.StreamHandler"}},
            "loggers": {"django.db.backends": {"level": "DEBUG", "handlers": ["c"]}},
        },
    )
    import django

    django.setup()
    from django.db import connection, transaction
    from collections import namedtuple
    import re

    def q(t, **p):
        with connection.cursor() as c:
            c.execute(re.sub(r":(\w+)", r"%(\1)s", t.replace("%", "%%")), p or None) if p else c.execute(t)
            return (
                [namedtuple("R", [d[0] for d in c.description], rename=True)(*r) for r in c.fetchall()]
                if c.description
                else []
            )


def orders(n):
    return q("select * from orders order by id limit :n", n=n)


def items(id):
    return q("select * from item where order_id = :id", id=id)


def customer(id):
    return q("select * from customer where id = :id", id=id)[0]


def viewer_and_loop():
    customer(30)
    [customer(o.customer_id) for o in orders(6)]


def shared_parents():
    known = {}
    for o in q("select * from orders where customer_id in (3, 7, 9, 12) order by id limit 8"):
        if o.customer_id not in known:
            known[o.customer_id] = customer(o.customer_id)


def early_exit():
    for o in orders(20):
        items(o.id)
        if o.id == 7:
            break


def nested():
    [[q("select * from product where id = :id", id=i.product_id) for i in items(o.id)] for o in orders(4)]


def tree(id=1):
    [tree(x.id) for x in q("select id, name from category where parent_id = :id", id=id)]


def two_lists():
    for o in q("select id from orders where state = 'open' order by id limit 3"):
        items(o.id)
    for o in q("select id, shop from orders where state = 'done' order by id limit 3"):
        items(o.id)


def two_forms():
    for o in orders(8):
        items(o.id) if o.id % 2 else q("select * from item where order_id = :id and amount > 0", id=o.id)


def batches_by_shop():
    for shop in ("shop 0", "shop 1"):
        q(
            "select * from item where order_id = any(:ids)",
            ids=[o.id for o in q("select id from orders where shop = :shop order by id limit 10", shop=shop)],
        )


def lists_per_order():
    [
        q(
            "select * from item where order_id = :id and product_id = any(:ids)",
            id=o.id,
            ids=[o.id, o.id + 60, o.id + 120],
        )
        for o in orders(5)
    ]


def savepoints():
    for i in range(1, 7):
        q("savepoint s")
        q("insert into item (order_id, product_id, amount) values (:o, :p, :a)", o=i, p=i + 1, a=1)
        q("release savepoint s")


def retry():
    q("savepoint r")
    for end in ("rollback to savepoint r", "release savepoint r"):
        q("select * from product where id = :id", id=5)
        q("update product set stock = stock - 1 where id = :id", id=5)
        q(end)


def view_reread():
    t = lambda: q("select total from order_totals where order_id = :id", id=3)
    t()
    q("insert into item (order_id, product_id, amount) values (:o, :p, :a)", o=3, p=9, a=2)
    t()


def trigger_reread():
    t = lambda: q("select stock from product where id = :id", id=9)
    t()
    q("insert into item (order_id, product_id, amount) values (:o, :p, :a)", o=4, p=9, a=2)
    t()


def tenants():
    for t in ("tenant_a", "tenant_b"):
        q("set search_path to " + t)
        q("select * from note where id = :id", id=1)
    q("set search_path to public")


def user_twice():
    customer(4)
    q("insert into audit_log (what) values (:w)", w="seen")
    customer(4)


def config_often():
    [q("select value from config where name = :n", n="currency") for o in orders(4)]


def dashboard():
    q("select * from category")
    [
        q("select count(*) from orders where state = :s", s=s)
        for s in ("open", "done", "late", "void", "sent", "new")
    ]


def keyset_pages():
    last = 0
    for _ in range(5):
        last = q("select id, state from orders where id > :last order by id limit 10", last=last)[-1].id


def count_distinct():
    q("select count(distinct customer_id) from orders where state = :s", s="open")
    q("select * from orders where state = :s order by id limit 10", s="open")


def count_and_page():
    q(
        "select count(*) from orders o join customer c on c.id = o.customer_id where c.name like :n",
        n="Customer%",
    )
    q(
        "select o.*, c.name from orders o join customer c on c.id = o.customer_id where c.name like :n order by o.id limit :l offset :o",
        n="Customer%",
        l=10,
        o=20,
    )


def random_rows():
    [q("select * from product order by random() limit 1") for _ in range(3)]


def sequence():
    [q("select nextval('tag_id_seq')") for _ in range(6)]


def deletes():
    [q("delete from item where id = :id", id=i.id) for i in q("select id from item order by id desc limit 6")]


def shipped():
    [q("select exists (select 1 from shipment where order_id = :id)", id=o.id) for o in orders(6)]


def get_or_create():
    for i in range(1, 7):
        if not q("select id from tag where name = :n", n="tag %d" % i):
            q("insert into tag (name) values (:n) returning id", n="tag %d" % i)


def by_year():
    q("select * from orders_2025 where customer_id = :c", c=1)
    q("select * from orders_2026 where customer_id = :c", c=1)


def three_aliases():
    [customer(i) for i in (5, 17, 23)]


def stock_updates():
    [
        q("update product set stock = stock - :a where id = :id", a=i.amount, id=i.product_id)
        for i in q("select product_id, amount from item where order_id < :o order by id limit 5", o=30)
    ]


def lock_rows():
    [q("select * from product where id = :id for update", id=3) for _ in range(2)]


for name in json.load(open(sys.argv[-1])):
    if backend == "sqlalchemy":
        with engine.begin() as conn:
            q("set application_name = 'GET /%s'" % name)
            globals()[name]()
        print('INFO:     127.0.0.1:4000 - "GET /%s HTTP/1.1" 200 OK' % name, flush=True)
    else:
        with transaction.atomic():
            q("set application_name = 'GET /%s'" % name)
            globals()[name]()
        print('"GET /%s HTTP/1.1" 200 12' % name, file=sys.stderr, flush=True)
