"""Sends what another program sent, which it recorded as trace lines, through a library that logs it.

Usage: replay.py sqlalchemy|django postgresql|sqlite TRACE
"""

import json, re, sys, time

library, database, trace = sys.argv[1:4]
requests = [json.loads(line) for line in open(trace)]


def access(operation):
    print(f'INFO:     127.0.0.1:5000 - "{operation} HTTP/1.1" 200 OK', flush=True)


def run(send, text):
    for request in requests:
        end = 0
        for each in request["statements"]:
            if each["startMs"] - end > 100:
                time.sleep((each["startMs"] - end) / 1000)
            end = each["startMs"] + each["durationMs"]
            try:
                send(each["text"], each.get("parameters") or [])
            except Exception as error:
                print(f"ERROR {type(error).__name__}", flush=True)
        access(request["operation"])


if library == "sqlalchemy":
    import logging
    from sqlalchemy import create_engine, text

    logging.basicConfig(stream=sys.stdout, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    url = "postgresql://postgres@127.0.0.1:54329/postgres" if database == "postgresql" else "sqlite://"
    engine = create_engine(url, echo=False, isolation_level="AUTOCOMMIT")
    connection = engine.connect()
    if database == "sqlite":
        connection.connection.executescript(open(sys.argv[4]).read())
    logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO)
    connection.close()
    connection = engine.connect()

    def send(sql, parameters):
        numbers = iter(range(1, len(parameters) + 1))
        escaped = sql.replace("::", r"\:\:")
        named = re.sub(r"[$?](\d*)", lambda m: f":p{m[1] or next(numbers)}", escaped) if parameters else escaped
        values = {f"p{i + 1}": value for i, value in enumerate(parameters)}
        result = connection.execute(text(named), values)
        if result.returns_rows:
            result.fetchall()

    run(send, text)
else:
    from django.conf import settings

    database_settings = (
        {"ENGINE": "django.db.backends.postgresql", "NAME": "postgres", "USER": "postgres", "HOST": "127.0.0.1", "PORT": 54329}
        if database == "postgresql"
        else {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    )
    settings.configure(
        DEBUG=True,
        DATABASES={"default": database_settings},
        LOGGING={
            "version": 1,
            "formatters": {"f": {"format": "[%(asctime)s] %(levelname)s %(name)s: %(message)s"}},
            "handlers": {"c": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "f"}},
            "loggers": {"django.db.backends": {"level": "DEBUG", "handlers": ["c"]}},
        },
    )
    import django

    django.setup()
    from django.db import connection

    if database == "sqlite":
        connection.ensure_connection()
        connection.connection.executescript(open(sys.argv[4]).read())

    def send(sql, parameters):
        places = re.findall(r"[$?](\d*)", sql) if parameters else []
        values = [parameters[int(n) - 1 if n else at] for at, n in enumerate(places)]
        with connection.cursor() as cursor:
            cursor.execute(re.sub(r"[$?]\d*", "%s", sql) if places else sql, values or None)
            if cursor.description:
                cursor.fetchall()

    run(send, None)
