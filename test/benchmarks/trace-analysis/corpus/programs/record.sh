#!/bin/bash
# record.sh HALF: runs every program over the scenarios of a half, into ../out/HALF
half=$1; here=/tmp/corpus2/programs; labels=$here/$half/labels.json; out=/tmp/corpus2/out/$half; rm -rf $out; mkdir -p $out; cd $out
export PATH=/work/wt/analyser/node_modules/.bin:$PATH NODE_OPTIONS=--disable-warning=ExperimentalWarning
load() { /tmp/corpus2/load.sh; }
pglog=/tmp/corpus2/pg/data/log
load; truncate -s 0 $pglog/pg.log $pglog/pg.csv $pglog/pg.json; node $here/clinic-pg.mjs $labels >/dev/null || echo FAIL pg
sleep 0.4; cp $pglog/pg.log clinic-pg-stderr.log; cp $pglog/pg.csv clinic-pg.csv; cp $pglog/pg.json clinic-pg.json
load; node $here/clinic-postgres-js.mjs $labels || echo FAIL postgres-js
node $here/clinic-sqlite.mjs $labels
load; /usr/bin/python3 $here/replay.py sqlalchemy postgresql clinic-pg.jsonl > sqlalchemy-pg.log
/usr/bin/python3 $here/replay.py sqlalchemy sqlite clinic-sqlite.jsonl $here/clinic-sqlite.sql > sqlalchemy-sqlite.log
load; /usr/bin/python3 $here/replay.py django postgresql clinic-pg.jsonl > django-pg.log
/usr/bin/python3 $here/replay.py django sqlite clinic-sqlite.jsonl $here/clinic-sqlite.sql > django-sqlite.log
load; truncate -s 0 $pglog/pg.log $pglog/pg.csv $pglog/pg.json; node $here/clinic-kysely.mjs $labels > kysely.log || echo FAIL kysely
sleep 0.4; cp $pglog/pg.csv kysely-pg.csv
load; node $here/clinic-kysely.mjs $labels json > kysely-json.log || echo FAIL kysely-json
rm -f kysely-json.jsonl
load; truncate -s 0 $pglog/pg.log; DEBUG=knex:query,knex:bindings DEBUG_COLORS=0 node $here/clinic-objection.mjs $labels > objection.log 2>&1 || echo FAIL objection
sleep 0.4; cp $pglog/pg.log objection-pg.log
load; node $here/clinic-mikro.mjs $labels > mikro.log || echo FAIL mikro
load; node $here/clinic-mikro.mjs $labels params > mikro-params.log || echo FAIL mikro
rm -f mikro-params.jsonl
[ -f $here/clinic-typeorm.mjs ] && { load; node $here/clinic-typeorm.mjs $labels > typeorm.log || echo FAIL typeorm; }
[ -f $here/clinic_orm.py ] && { /usr/bin/python3 $here/clinic_orm.py sqlalchemy $labels $here/clinic-sqlite.sql > sqlalchemy-orm.log || echo FAIL sqlalchemy-orm; /usr/bin/python3 $here/clinic_orm.py django $labels $here/clinic-sqlite.sql > django-orm.log || echo FAIL django-orm; }
[ -f $here/clinic_rails.rb ] && { load; ruby $here/clinic_rails.rb $labels > rails.log || echo FAIL rails; }
wc -l * | tail -40
