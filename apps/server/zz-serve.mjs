// apps/server/src/config.ts
import { resolve } from "node:path";
var ConfigError = class extends Error {
};
function readConfig(env = process.env) {
  return Object.freeze({
    production: env.NODE_ENV === "production",
    dataDir: resolve(env.SMA_DATA_DIR || "./data"),
    databaseUrl: databaseUrl(env.DATABASE_URL),
    host: env.HOST || "127.0.0.1",
    port: port(env.PORT),
    publicUrl: publicUrl(env.SMA_PUBLIC_URL),
    sms: sms(env.SMA_SMS),
    brandFile: env.SMA_BRAND || null,
    limits: env.SMA_LIMITS || null,
    trustProxy: env.SMA_TRUST_PROXY === "1",
    logLevel: logLevel(env.SMA_LOG_LEVEL, env.NODE_ENV),
    portalDir: resolve(env.SMA_PORTAL_DIR || "apps/portal/dist")
  });
}
function databaseUrl(text) {
  if (!text) return null;
  if (text.startsWith("mysql://") && URL.canParse(text)) return text;
  throw new ConfigError("DATABASE_URL must look like mysql://user:password@host:port/database");
}
function port(text) {
  if (!text) return 3e3;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65535) return value;
  throw new ConfigError("PORT must be a whole number from 0 to 65535");
}
function publicUrl(text) {
  if (!text) return null;
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new ConfigError("SMA_PUBLIC_URL must be an http or https address");
}
function sms(text) {
  if (!text || text === "outbox") return "outbox";
  throw new ConfigError('SMA_SMS knows only "outbox" in this version');
}
var LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "silent"];
function logLevel(text, nodeEnv) {
  if (!text) return nodeEnv === "production" ? "info" : "warn";
  if (LOG_LEVELS.includes(text)) return text;
  throw new ConfigError(`SMA_LOG_LEVEL must be one of ${LOG_LEVELS.join(", ")}`);
}

// apps/server/src/open-deps.ts
import { pino } from "pino";
import { mkdirSync as mkdirSync3 } from "node:fs";
import { join as join2 } from "node:path";
import { ulid } from "ulid";

// apps/server/src/crypto/keys.ts
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
var ALGORITHM = "a1";
function keysFrom(master) {
  const derive = (label) => Buffer.from(hkdfSync("sha256", master, Buffer.alloc(0), label, 32));
  const dataKey = derive("sma data");
  const lookupKey = derive("sma lookup");
  return {
    encrypt(text, place) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", dataKey, nonce);
      cipher.setAAD(Buffer.from(place));
      const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `${ALGORITHM}.${sealed.toString("base64url")}`;
    },
    decrypt(sealed, place) {
      const bytes = Buffer.from(sealed.slice(ALGORITHM.length + 1), "base64url");
      const decipher = createDecipheriv("aes-256-gcm", dataKey, bytes.subarray(0, 12));
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(bytes.subarray(-16));
      return decipher.update(bytes.subarray(12, -16), void 0, "utf8") + decipher.final("utf8");
    },
    mac: (purpose, text) => createHmac("sha256", lookupKey).update(`${purpose}\0${text}`).digest("hex")
  };
}
function openMasterKey(file) {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, randomBytes(32).toString("base64"), { mode: 256, flag: "wx" });
  }
  const master = Buffer.from(readFileSync(file, "utf8").trim(), "base64");
  if (master.length !== 32) throw new Error(`the key file ${file} does not hold 32 bytes in base64`);
  return master;
}

// apps/server/src/db/dialect.ts
import SQLite from "better-sqlite3";
import {
  Kysely,
  MysqlDialect,
  SqliteDialect,
  sql
} from "kysely";
import { createPool } from "mysql2";
import { mkdirSync as mkdirSync2 } from "node:fs";
import { dirname as dirname2 } from "node:path";
var isScaled = (column2) => column2.endsWith("_e4") || column2.endsWith("_e8");
var numbersBySuffix = {
  transformQuery: ({ node }) => node,
  async transformResult({ result }) {
    for (const row of result.rows) {
      for (const column2 in row) {
        const value = row[column2];
        if (typeof value === "bigint" && !isScaled(column2)) row[column2] = Number(value);
      }
    }
    return result;
  }
};
function openSqlite(file) {
  if (file !== ":memory:") mkdirSync2(dirname2(file), { recursive: true });
  const connection = new SQLite(file);
  connection.pragma("journal_mode = WAL");
  connection.pragma("synchronous = FULL");
  connection.pragma("foreign_keys = ON");
  connection.pragma("busy_timeout = 5000");
  connection.defaultSafeIntegers(true);
  const db2 = new Kysely({ dialect: new SqliteDialect({ database: connection }), plugins: [numbersBySuffix] });
  return { engine: "sqlite", db: db2, close: () => db2.destroy() };
}
function castMysql(field, next) {
  if (field.type !== "LONGLONG") return next();
  const text = field.string();
  if (text === null) return null;
  return isScaled(field.name) ? BigInt(text) : Number(text);
}
function openMysql(url) {
  const pool = createPool({
    uri: url,
    connectionLimit: 10,
    charset: "utf8mb4",
    timezone: "Z",
    dateStrings: true,
    jsonStrings: true,
    supportBigNumbers: true,
    typeCast: castMysql
  });
  const db2 = new Kysely({ dialect: new MysqlDialect({ pool }) });
  return { engine: "mysql", db: db2, close: () => db2.destroy() };
}
function openDatabase(target) {
  return target.url === null ? openSqlite(target.file) : openMysql(target.url);
}
function columnTypes(engine) {
  const text = (length) => engine === "mysql" ? sql.raw(`varchar(${length})`) : sql.raw("text");
  return {
    id: engine === "mysql" ? sql.raw("char(26)") : sql.raw("text"),
    date: engine === "mysql" ? sql.raw("char(10)") : sql.raw("text"),
    instant: text(32),
    hash: engine === "mysql" ? sql.raw("char(64)") : sql.raw("text"),
    text,
    longText: engine === "mysql" ? sql.raw("mediumtext") : sql.raw("text"),
    integer: sql.raw("integer"),
    scaled: engine === "mysql" ? sql.raw("bigint") : sql.raw("integer")
  };
}
function tableEnd(engine, table2) {
  return engine === "mysql" ? table2.modifyEnd(sql`engine=InnoDB default charset=utf8mb4 collate=utf8mb4_bin`) : table2.modifyEnd(sql`without rowid`);
}

// apps/server/src/db/migrate.ts
import { Migrator, sql as sql2 } from "kysely";

// apps/server/src/db/migrations/0001-portfolios-and-days.ts
var portfoliosAndDays = (engine, t) => ({
  async up(db2) {
    await tableEnd(
      engine,
      db2.schema.createTable("portfolio").addColumn("id", t.id, (c) => c.primaryKey()).addColumn("code", t.text(32), (c) => c.notNull().unique()).addColumn("name", t.text(200), (c) => c.notNull()).addColumn("client_label", t.text(200)).addColumn("strategy", t.text(20), (c) => c.notNull()).addColumn("launch_date", t.date, (c) => c.notNull()).addColumn("initial_assets_e4", t.scaled, (c) => c.notNull()).addColumn("initial_shares_e4", t.scaled, (c) => c.notNull()).addColumn("benchmark", t.text(200)).addColumn("manager", t.text(200)).addColumn("valuation_lag", t.integer, (c) => c.notNull()).addColumn("nav_decimals", t.integer, (c) => c.notNull()).addColumn("o32_fund_no", t.text(32)).addColumn("fa_ledger_no", t.text(32)).addColumn("fa_name", t.text(200)).addColumn("revision", t.integer, (c) => c.notNull())
    ).execute();
    await tableEnd(
      engine,
      db2.schema.createTable("portfolio_contact").addColumn("portfolio_id", t.id, (c) => c.primaryKey()).addColumn("name", t.text(100), (c) => c.notNull()).addColumn("company", t.text(200)).addColumn("mobile", t.text(40)).addColumn("telephone", t.text(40)).addColumn("email", t.text(200)).addColumn("address", t.text(300)).addForeignKeyConstraint("portfolio_contact_portfolio", ["portfolio_id"], "portfolio", ["id"])
    ).execute();
    await tableEnd(
      engine,
      db2.schema.createTable("benchmark_value").addColumn("portfolio_id", t.id, (c) => c.notNull()).addColumn("date", t.date, (c) => c.notNull()).addColumn("value_e8", t.scaled, (c) => c.notNull()).addPrimaryKeyConstraint("benchmark_value_key", ["portfolio_id", "date"]).addForeignKeyConstraint("benchmark_value_portfolio", ["portfolio_id"], "portfolio", ["id"])
    ).execute();
    await tableEnd(
      engine,
      db2.schema.createTable("fund").addColumn("code", t.text(32), (c) => c.primaryKey()).addColumn("name", t.text(200), (c) => c.notNull()).addColumn("asset_class", t.text(20)).addColumn("kind", t.text(60)).addColumn("price_lag", t.integer, (c) => c.notNull())
    ).execute();
    await tableEnd(
      engine,
      db2.schema.createTable("fund_nav").addColumn("fund_code", t.text(32), (c) => c.notNull()).addColumn("date", t.date, (c) => c.notNull()).addColumn("unit_nav_e8", t.scaled, (c) => c.notNull()).addColumn("accumulated_nav_e8", t.scaled).addColumn("dividend_e8", t.scaled).addPrimaryKeyConstraint("fund_nav_key", ["fund_code", "date"])
    ).execute();
    await db2.schema.createIndex("fund_nav_dividend").on("fund_nav").columns(["fund_code", "dividend_e8"]).execute();
    await tableEnd(
      engine,
      db2.schema.createTable("calendar_day").addColumn("date", t.date, (c) => c.primaryKey()).addColumn("is_trading_day", t.integer, (c) => c.notNull())
    ).execute();
    await tableEnd(
      engine,
      db2.schema.createTable("client").addColumn("id", t.id, (c) => c.primaryKey()).addColumn("client_no", t.text(64), (c) => c.notNull().unique()).addColumn("name_enc", t.text(600), (c) => c.notNull()).addColumn("id_type", t.text(24), (c) => c.notNull()).addColumn("id_number_enc", t.text(600), (c) => c.notNull()).addColumn("id_number_mac", t.hash, (c) => c.notNull()).addColumn("phone_enc", t.text(600), (c) => c.notNull()).addColumn("phone_mac", t.hash, (c) => c.notNull()).addColumn("created_at", t.instant, (c) => c.notNull())
    ).execute();
    await db2.schema.createIndex("client_id_number").on("client").columns(["id_number_mac", "phone_mac"]).execute();
    await tableEnd(
      engine,
      db2.schema.createTable("client_portfolio").addColumn("client_id", t.id, (c) => c.notNull()).addColumn("portfolio_id", t.id, (c) => c.notNull()).addPrimaryKeyConstraint("client_portfolio_key", ["client_id", "portfolio_id"]).addForeignKeyConstraint("client_portfolio_client", ["client_id"], "client", ["id"]).addForeignKeyConstraint("client_portfolio_portfolio", ["portfolio_id"], "portfolio", ["id"])
    ).execute();
    await tableEnd(
      engine,
      db2.schema.createTable("source_file").addColumn("id", t.id, (c) => c.primaryKey()).addColumn("sha256", t.hash, (c) => c.notNull()).addColumn("name", t.text(300), (c) => c.notNull()).addColumn("size", t.integer, (c) => c.notNull()).addColumn("kind", t.text(32)).addColumn("status", t.text(16), (c) => c.notNull()).addColumn("received_at", t.instant, (c) => c.notNull()).addColumn("received_by", t.text(100), (c) => c.notNull()).addColumn("report", t.longText)
    ).execute();
    await db2.schema.createIndex("source_file_sha256").on("source_file").columns(["sha256", "status"]).execute();
    await tableEnd(
      engine,
      db2.schema.createTable("day_evidence").addColumn("portfolio_id", t.id, (c) => c.notNull()).addColumn("date", t.date, (c) => c.notNull()).addColumn("kind", t.text(16), (c) => c.notNull()).addColumn("origin", t.text(16), (c) => c.notNull()).addColumn("payload", t.longText, (c) => c.notNull()).addColumn("payload_hash", t.hash, (c) => c.notNull()).addColumn("source_file_id", t.id, (c) => c.notNull()).addColumn("received_at", t.instant, (c) => c.notNull()).addPrimaryKeyConstraint("day_evidence_key", ["portfolio_id", "date", "kind", "origin"]).addForeignKeyConstraint("day_evidence_portfolio", ["portfolio_id"], "portfolio", ["id"]).addForeignKeyConstraint("day_evidence_file", ["source_file_id"], "source_file", ["id"])
    ).execute();
    await tableEnd(
      engine,
      db2.schema.createTable("valuation").addColumn("portfolio_id", t.id, (c) => c.notNull()).addColumn("date", t.date, (c) => c.notNull()).addColumn("version", t.integer, (c) => c.notNull()).addColumn("state", t.text(16), (c) => c.notNull()).addColumn("reason", t.text(500)).addColumn("total_assets_e4", t.scaled).addColumn("total_liabilities_e4", t.scaled).addColumn("net_assets_e4", t.scaled, (c) => c.notNull()).addColumn("shares_e4", t.scaled, (c) => c.notNull()).addColumn("unit_nav_e8", t.scaled, (c) => c.notNull()).addColumn("accumulated_nav_e8", t.scaled).addColumn("holdings_known", t.integer, (c) => c.notNull()).addColumn("management_payable_e4", t.scaled).addColumn("custodian_payable_e4", t.scaled).addColumn("audit_payable_e4", t.scaled).addColumn("performance_payable_e4", t.scaled).addColumn("dividend_receivable_e4", t.scaled).addColumn("figures_hash", t.hash, (c) => c.notNull()).addColumn("source_file_id", t.id, (c) => c.notNull()).addColumn("created_at", t.instant, (c) => c.notNull()).addColumn("published_at", t.instant).addColumn("published_by", t.text(100)).addPrimaryKeyConstraint("valuation_key", ["portfolio_id", "date", "version"]).addForeignKeyConstraint("valuation_portfolio", ["portfolio_id"], "portfolio", ["id"]).addForeignKeyConstraint("valuation_file", ["source_file_id"], "source_file", ["id"])
    ).execute();
    await tableEnd(
      engine,
      db2.schema.createTable("published_day").addColumn("portfolio_id", t.id, (c) => c.notNull()).addColumn("date", t.date, (c) => c.notNull()).addColumn("version", t.integer, (c) => c.notNull()).addPrimaryKeyConstraint("published_day_key", ["portfolio_id", "date"]).addForeignKeyConstraint("published_day_valuation", ["portfolio_id", "date", "version"], "valuation", [
        "portfolio_id",
        "date",
        "version"
      ])
    ).execute();
    await tableEnd(
      engine,
      db2.schema.createTable("holding").addColumn("portfolio_id", t.id, (c) => c.notNull()).addColumn("date", t.date, (c) => c.notNull()).addColumn("version", t.integer, (c) => c.notNull()).addColumn("fund_code", t.text(32), (c) => c.notNull()).addColumn("shares_e4", t.scaled, (c) => c.notNull()).addColumn("unit_nav_e8", t.scaled).addColumn("price_date", t.date).addColumn("market_value_e4", t.scaled, (c) => c.notNull()).addColumn("source_cost_e4", t.scaled).addColumn("source_profit_e4", t.scaled).addColumn("o32_cost_e4", t.scaled).addColumn("o32_profit_e4", t.scaled).addColumn("o32_market_value_e4", t.scaled).addColumn("dividend_receivable_e4", t.scaled).addColumn("source_row", t.integer).addPrimaryKeyConstraint("holding_key", ["portfolio_id", "date", "version", "fund_code"]).addForeignKeyConstraint("holding_valuation", ["portfolio_id", "date", "version"], "valuation", [
        "portfolio_id",
        "date",
        "version"
      ])
    ).execute();
    await tableEnd(
      engine,
      db2.schema.createTable("fund_transaction").addColumn("id", t.id, (c) => c.primaryKey()).addColumn("portfolio_id", t.id, (c) => c.notNull()).addColumn("date", t.date, (c) => c.notNull()).addColumn("place", t.text(64), (c) => c.notNull()).addColumn("version", t.integer, (c) => c.notNull()).addColumn("state", t.text(16), (c) => c.notNull()).addColumn("position", t.integer, (c) => c.notNull()).addColumn("fund_code", t.text(32), (c) => c.notNull()).addColumn("operation", t.text(16), (c) => c.notNull()).addColumn("amount_e4", t.scaled).addColumn("shares_e4", t.scaled).addColumn("price_e8", t.scaled).addColumn("fee_e4", t.scaled).addColumn("source_file_id", t.id, (c) => c.notNull()).addColumn("source_row", t.integer, (c) => c.notNull()).addUniqueConstraint("fund_transaction_place", ["portfolio_id", "date", "place", "version"]).addForeignKeyConstraint("fund_transaction_portfolio", ["portfolio_id"], "portfolio", ["id"]).addForeignKeyConstraint("fund_transaction_file", ["source_file_id"], "source_file", ["id"])
    ).execute();
    await tableEnd(
      engine,
      db2.schema.createTable("client_flow").addColumn("id", t.id, (c) => c.primaryKey()).addColumn("portfolio_id", t.id, (c) => c.notNull()).addColumn("date", t.date, (c) => c.notNull()).addColumn("place", t.text(64), (c) => c.notNull()).addColumn("version", t.integer, (c) => c.notNull()).addColumn("state", t.text(16), (c) => c.notNull()).addColumn("origin", t.text(16), (c) => c.notNull()).addColumn("kind", t.text(20), (c) => c.notNull()).addColumn("amount_e4", t.scaled, (c) => c.notNull()).addColumn("shares_e4", t.scaled).addColumn("unit_nav_e8", t.scaled).addColumn("fee_e4", t.scaled).addColumn("source_file_id", t.id, (c) => c.notNull()).addColumn("source_row", t.integer, (c) => c.notNull()).addUniqueConstraint("client_flow_place", ["portfolio_id", "date", "origin", "place", "version"]).addForeignKeyConstraint("client_flow_portfolio", ["portfolio_id"], "portfolio", ["id"]).addForeignKeyConstraint("client_flow_file", ["source_file_id"], "source_file", ["id"])
    ).execute();
    await tableEnd(
      engine,
      db2.schema.createTable("fee_accrual").addColumn("portfolio_id", t.id, (c) => c.notNull()).addColumn("date", t.date, (c) => c.notNull()).addColumn("version", t.integer, (c) => c.notNull()).addColumn("state", t.text(16), (c) => c.notNull()).addColumn("management_e4", t.scaled).addColumn("custodian_e4", t.scaled).addColumn("audit_e4", t.scaled).addColumn("performance_e4", t.scaled).addColumn("other_e4", t.scaled).addColumn("source_file_id", t.id, (c) => c.notNull()).addColumn("source_row", t.integer, (c) => c.notNull()).addPrimaryKeyConstraint("fee_accrual_key", ["portfolio_id", "date", "version"]).addForeignKeyConstraint("fee_accrual_portfolio", ["portfolio_id"], "portfolio", ["id"]).addForeignKeyConstraint("fee_accrual_file", ["source_file_id"], "source_file", ["id"])
    ).execute();
  }
});

// apps/server/src/db/migrations/0002-sign-in.ts
var signIn = (engine, t) => ({
  async up(db2) {
    await tableEnd(
      engine,
      db2.schema.createTable("client_session").addColumn("token_hash", t.hash, (c) => c.primaryKey()).addColumn("client_id", t.id, (c) => c.notNull()).addColumn("created_at", t.instant, (c) => c.notNull()).addColumn("seen_at", t.instant, (c) => c.notNull()).addColumn("expires_at", t.instant, (c) => c.notNull()).addForeignKeyConstraint("client_session_client", ["client_id"], "client", ["id"])
    ).execute();
    await tableEnd(
      engine,
      db2.schema.createTable("sign_in_challenge").addColumn("id", t.id, (c) => c.primaryKey()).addColumn("browser_hash", t.hash, (c) => c.notNull()).addColumn("id_number_mac", t.hash, (c) => c.notNull()).addColumn("phone_mac", t.hash, (c) => c.notNull()).addColumn("code_mac", t.hash, (c) => c.notNull()).addColumn("tries", t.integer, (c) => c.notNull()).addColumn("created_at", t.instant, (c) => c.notNull()).addColumn("expires_at", t.instant, (c) => c.notNull()).addColumn("ended_at", t.instant)
    ).execute();
    await db2.schema.createIndex("sign_in_challenge_subject").on("sign_in_challenge").columns(["id_number_mac", "phone_mac"]).execute();
    await tableEnd(
      engine,
      db2.schema.createTable("code_message").addColumn("id", t.id, (c) => c.primaryKey()).addColumn("id_number_mac", t.hash, (c) => c.notNull()).addColumn("phone_mac", t.hash, (c) => c.notNull()).addColumn("message_enc", t.text(600), (c) => c.notNull()).addColumn("created_at", t.instant, (c) => c.notNull()).addColumn("claimed_at", t.instant)
    ).execute();
    await tableEnd(
      engine,
      db2.schema.createTable("limit_event").addColumn("subject_mac", t.hash, (c) => c.notNull()).addColumn("slot", t.integer, (c) => c.notNull()).addColumn("at", t.instant, (c) => c.notNull()).addPrimaryKeyConstraint("limit_event_key", ["subject_mac", "slot"])
    ).execute();
  }
});

// apps/server/src/db/migrate.ts
var MIGRATIONS = {
  "0001-portfolios-and-days": portfoliosAndDays,
  "0002-sign-in": signIn
};
function migrator({ db: db2, engine }) {
  const migrations = Object.fromEntries(
    Object.entries(MIGRATIONS).map(([name, migration]) => [name, migration(engine, columnTypes(engine))])
  );
  return new Migrator({ db: db2, provider: { getMigrations: async () => migrations } });
}
async function migrate(database) {
  const { error, results } = await migrator(database).migrateToLatest();
  if (error) throw error;
  return (results ?? []).filter((result) => result.status === "Success").map((result) => result.migrationName);
}
async function isMigrated(database) {
  await sql2`select 1`.execute(database.db);
  const migrations = await migrator(database).getMigrations();
  return migrations.every((migration) => migration.executedAt !== void 0);
}

// apps/server/src/files.ts
import { createCipheriv as createCipheriv2, createDecipheriv as createDecipheriv2, createHash, hkdfSync as hkdfSync2, randomBytes as randomBytes2 } from "node:crypto";
import { existsSync as existsSync2 } from "node:fs";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname as dirname3, join } from "node:path";
function openFileStore(dir, master) {
  const key = Buffer.from(hkdfSync2("sha256", master, Buffer.alloc(0), "sma files", 32));
  const pathOf = (sha256) => join(dir, sha256.slice(0, 2), sha256);
  return {
    async put(bytes) {
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      const path = pathOf(sha256);
      if (existsSync2(path)) return sha256;
      await mkdir(dirname3(path), { recursive: true });
      const nonce = randomBytes2(12);
      const cipher = createCipheriv2("aes-256-gcm", key, nonce).setAAD(Buffer.from(sha256));
      const sealed = Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
      await writeDurably(path, sealed);
      return sha256;
    },
    async get(sha256) {
      const sealed = await readFile(pathOf(sha256));
      const decipher = createDecipheriv2("aes-256-gcm", key, sealed.subarray(0, 12)).setAAD(Buffer.from(sha256));
      decipher.setAuthTag(sealed.subarray(-16));
      return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
    }
  };
}
async function writeDurably(path, bytes) {
  const partial = `${path}.${randomBytes2(6).toString("hex")}.part`;
  const file = await open(partial, "wx", 384);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, path);
}

// apps/server/src/open-deps.ts
async function openDeps(config) {
  mkdirSync3(config.dataDir, { recursive: true, mode: 448 });
  const master = openMasterKey(join2(config.dataDir, "keys", "master.key"));
  const database = openDatabase({ url: config.databaseUrl, file: join2(config.dataDir, "sma.db") });
  try {
    await migrate(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return {
    config,
    database,
    db: database.db,
    clock: { now: () => /* @__PURE__ */ new Date() },
    newId: () => ulid(),
    keys: keysFrom(master),
    files: openFileStore(join2(config.dataDir, "files"), master),
    log: openLog(config.logLevel)
  };
}
function openLog(level) {
  const fields = ["idNumber", "phone", "name", "text", "cookie", "authorization", "body", "headers", "url"];
  const redact = { paths: fields.flatMap((field) => [field, `*.${field}`]), censor: "[redacted]" };
  return pino({ level, base: void 0, redact, serializers: { err: logged } });
}
function logged(error) {
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line));
  const message = error.code === void 0 ? error.message : void 0;
  return { type: error.constructor.name, code: error.code, message, stack: frames?.join("\n") };
}

// apps/server/src/app.ts
import cookie from "@fastify/cookie";
import Fastify from "fastify";

// packages/contract/src/auth.ts
import { z as z2 } from "zod";

// packages/contract/src/endpoint.ts
function defineEndpoint(endpoint) {
  return endpoint;
}

// packages/contract/src/endpoints.ts
var endpoints = {
  createChallenge: { method: "POST", path: "/auth/challenges" },
  createSession: { method: "POST", path: "/auth/sessions" },
  readSession: { method: "GET", path: "/auth/session" },
  deleteSession: { method: "DELETE", path: "/auth/session" },
  listPortfolios: { method: "GET", path: "/portfolios" },
  readPortfolio: { method: "GET", path: "/portfolios/:code" },
  readHoldings: { method: "GET", path: "/portfolios/:code/holdings" },
  listTransactions: { method: "GET", path: "/portfolios/:code/transactions" },
  readPeriods: { method: "GET", path: "/portfolios/:code/performance/periods" },
  readStages: { method: "GET", path: "/portfolios/:code/performance/stages" },
  readNav: { method: "GET", path: "/portfolios/:code/performance/nav" },
  readFees: { method: "GET", path: "/portfolios/:code/performance/fees" },
  readBrand: { method: "GET", path: "/brand" }
};

// packages/contract/src/fields.ts
import { z } from "zod";
var decimal = (description) => z.string().regex(/^-?\d+(\.\d+)?$/).describe(description);
var money = decimal("money in yuan, two decimals");
var shares = decimal("shares, two decimals, four where the source has more");
var nav = decimal(
  "NAV or price: the account's decimals, funds at least four, adjusted NAV and benchmark eight"
);
var rate = decimal("rate as a decimal fraction, eight decimals");
var date = z.iso.date().refine((text) => text >= "1990-01-01" && text <= "2199-12-31", "date-out-of-range").describe("business date in Asia/Shanghai");
var instant = z.iso.datetime({ offset: true });
var reasons = z.record(z.string(), z.string()).optional();
var assetClass = z.enum(["fixed-income", "equity", "alternative", "money", "cash"]);
var strategy = z.enum(["cash", "fixed-income", "balanced", "growth", "equity", "cta"]);
var operation = z.enum([
  "subscribe",
  "redeem",
  "switch-in",
  "switch-out",
  "buy",
  "sell",
  "dividend",
  "reinvest",
  "split",
  "adjust-in",
  "adjust-out",
  "transfer-in",
  "transfer-out"
]);
var periodKey = z.enum(["custom", "month-to-date", "year-to-date", "three-years", "since-inception"]);
var codeParams = z.object({ code: z.string().min(1).max(32) });
var dateQuery = z.object({ date: date.optional() });
var rangeQuery = z.object({ from: date.optional(), to: date.optional() });
var periodQuery = rangeQuery.extend({ period: periodKey.default("custom").optional() });

// packages/contract/src/auth.ts
var createChallenge = defineEndpoint({
  ...endpoints.createChallenge,
  summary: "Ask for a sign-in code. The answer is the same for everybody.",
  audience: "public",
  body: z2.object({ idNumber: z2.string().min(5).max(32), phone: z2.string().min(5).max(20) }),
  status: 202,
  reply: z2.object({ challengeId: z2.string(), expiresIn: z2.int(), resendIn: z2.int() }),
  errors: ["id-number-invalid", "phone-invalid", "too-many-requests"]
});
var createSession = defineEndpoint({
  ...endpoints.createSession,
  summary: "Sign in with the code.",
  audience: "public",
  body: z2.object({ challengeId: z2.string().min(1).max(64), code: z2.string().min(1).max(16) }),
  status: 201,
  reply: z2.object({ client: z2.object({ name: z2.string() }), portfolios: z2.int() }),
  errors: ["code-invalid"]
});
var readSession = defineEndpoint({
  ...endpoints.readSession,
  summary: "Who is signed in.",
  audience: "client",
  status: 200,
  reply: z2.object({ client: z2.object({ name: z2.string() }), portfolios: z2.int(), expiresAt: instant })
});
var deleteSession = defineEndpoint({
  ...endpoints.deleteSession,
  summary: "Sign out.",
  audience: "public",
  status: 204,
  reply: z2.null()
});

// apps/server/src/http/errors.ts
var AppError = class extends Error {
  constructor(code, details = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
  code;
  details;
};
var ERROR_STATUS = {
  "request-invalid": 400,
  "json-invalid": 400,
  "date-invalid": 400,
  "id-number-invalid": 400,
  "phone-invalid": 400,
  "range-invalid": 400,
  "range-outside-life": 400,
  "cursor-invalid": 400,
  "not-signed-in": 401,
  "code-invalid": 401,
  "header-missing": 403,
  "origin-refused": 403,
  "not-found": 404,
  "no-valuation": 404,
  "method-not-allowed": 405,
  "request-timeout": 408,
  "body-too-large": 413,
  "media-type-unsupported": 415,
  "too-many-requests": 429,
  "headers-too-large": 431,
  "internal-error": 500,
  "service-unavailable": 503
};

// apps/server/src/http/guards.ts
var CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'"
].join("; ");
var SECURITY_HEADERS = {
  "content-security-policy": CSP,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()"
};
var HTTPS_HEADERS = { ...SECURITY_HEADERS, "strict-transport-security": "max-age=63072000; includeSubDomains" };
function isHttps(request, config) {
  return request.protocol === "https" || config.publicUrl?.startsWith("https://") === true;
}
var isChange = (method) => method !== "GET" && method !== "HEAD";
function addGuards(app2, config) {
  app2.addHook("onRequest", (request, reply, done) => {
    reply.headers(isHttps(request, config) ? HTTPS_HEADERS : SECURITY_HEADERS);
    reply.header("x-request-id", request.id);
    if (request.url.startsWith("/api/")) reply.header("cache-control", "no-store");
    if (!request.is404 && isChange(request.method)) {
      const refused = refusal(request, config);
      if (refused) return done(refused);
    }
    done();
  });
}
function refusal(request, config) {
  const { headers } = request;
  if (headers["x-requested-with"] !== "sma") return new AppError("header-missing");
  const site = headers["sec-fetch-site"];
  if (site !== void 0 && site !== "same-origin" && site !== "none") return new AppError("origin-refused");
  if (headers.origin !== void 0 && !isOwnOrigin(headers.origin, request, config)) {
    return new AppError("origin-refused");
  }
  return null;
}
function isOwnOrigin(origin, request, config) {
  if (!URL.canParse(origin)) return false;
  const { host, protocol } = new URL(origin);
  if (config.publicUrl !== null && host === new URL(config.publicUrl).host) return true;
  const own = `${protocol}//${request.host}`;
  return URL.canParse(own) && host === new URL(own).host;
}

// apps/server/src/features/auth/auth.queries.ts
async function insertChallenge(db2, challenge, message) {
  await db2.transaction().execute(async (trx) => {
    const live = await trx.selectFrom("sign_in_challenge").select("id").where("id_number_mac", "=", challenge.id_number_mac).where("phone_mac", "=", challenge.phone_mac).where("ended_at", "is", null).orderBy("id").execute();
    for (const { id } of live) await endChallenge(trx, id, challenge.created_at);
    await trx.insertInto("sign_in_challenge").values(challenge).execute();
    await trx.insertInto("code_message").values(message).execute();
  });
}
async function takeTry(db2, { id, browserHash, now: now2, maxTries }) {
  const result = await db2.updateTable("sign_in_challenge").set((column2) => ({ tries: column2("tries", "+", 1) })).where("id", "=", id).where("browser_hash", "=", browserHash).where("ended_at", "is", null).where("expires_at", ">", now2).where("tries", "<", maxTries).executeTakeFirst();
  if (result.numUpdatedRows !== 1n) return null;
  const challenge = await db2.selectFrom("sign_in_challenge").selectAll().where("id", "=", id).executeTakeFirst();
  return challenge ?? null;
}
async function endChallenge(db2, id, now2) {
  const result = await db2.updateTable("sign_in_challenge").set({ ended_at: now2 }).where("id", "=", id).where("ended_at", "is", null).executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
function selectClientsBySubject(db2, { idNumberMac: idNumberMac2, phoneMac: phoneMac2 }) {
  return db2.selectFrom("client").select(["id", "name_enc"]).where("id_number_mac", "=", idNumberMac2).where("phone_mac", "=", phoneMac2).limit(2).execute();
}
async function countPortfolios(db2, clientId) {
  const row = await db2.selectFrom("client_portfolio").select((column2) => column2.fn.countAll().as("count")).where("client_id", "=", clientId).executeTakeFirstOrThrow();
  return Number(row.count);
}
async function insertSession(db2, session) {
  await db2.insertInto("client_session").values(session).execute();
}
async function deleteSession2(db2, tokenHash2) {
  await db2.deleteFrom("client_session").where("token_hash", "=", tokenHash2).execute();
}
function selectLiveSession(db2, tokenHash2, { now: now2, idleSince }) {
  return db2.selectFrom("client_session").select(["client_id", "seen_at", "expires_at"]).where("token_hash", "=", tokenHash2).where("expires_at", ">", now2).where("seen_at", ">", idleSince).executeTakeFirst();
}
async function updateSeen(db2, tokenHash2, now2) {
  await db2.updateTable("client_session").set({ seen_at: now2 }).where("token_hash", "=", tokenHash2).where("seen_at", "<", now2).execute();
}
function selectClientName(db2, clientId) {
  return db2.selectFrom("client").select("name_enc").where("id", "=", clientId).executeTakeFirstOrThrow();
}
function selectOwnedPortfolio(db2, clientId, code) {
  return db2.selectFrom("portfolio").innerJoin("client_portfolio", "client_portfolio.portfolio_id", "portfolio.id").select(["portfolio.id", "portfolio.code", "portfolio.revision"]).where("portfolio.code", "=", code).where("client_portfolio.client_id", "=", clientId).executeTakeFirst();
}
function selectDueMessages(db2, claimedBefore) {
  return db2.selectFrom("code_message").selectAll().where((column2) => column2.or([column2("claimed_at", "is", null), column2("claimed_at", "<", claimedBefore)])).orderBy("id").limit(50).execute();
}
async function claimMessage(db2, { id, claimed_at }, now2) {
  const result = await db2.updateTable("code_message").set({ claimed_at: now2 }).where("id", "=", id).where("claimed_at", claimed_at === null ? "is" : "=", claimed_at).executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
async function deleteMessage(db2, id) {
  await db2.deleteFrom("code_message").where("id", "=", id).execute();
}
async function deleteStale(db2, now2, dayAgo) {
  await db2.deleteFrom("client_session").where("expires_at", "<", now2).execute();
  await db2.deleteFrom("sign_in_challenge").where("expires_at", "<", dayAgo).execute();
  await db2.deleteFrom("limit_event").where("at", "<", dayAgo).execute();
}

// packages/contract/src/identity.ts
var ID_TYPES = ["id-card", "passport", "hk-macau-permit", "taiwan-permit", "social-credit-code"];
function normalIdNumber(text) {
  return text.normalize("NFKC").replace(/[\s\u200b-\u200d\ufeff]/g, "").toUpperCase();
}
function isIdNumber(type, text) {
  const number = normalIdNumber(text);
  switch (type) {
    case "id-card":
      return isIdCard(number);
    case "passport":
      return /^(?=.*\d)[A-Z0-9]{5,17}$/.test(number);
    case "hk-macau-permit":
      return /^[HM]\d{8}(\d{2})?$/.test(number);
    case "taiwan-permit":
      return /^\d{8}(\d{2}([A-Z]|\([A-Z]\))?)?$/.test(number);
    case "social-credit-code":
      return isSocialCreditCode(number);
  }
}
function isAnyIdNumber(text) {
  return ID_TYPES.some((type) => isIdNumber(type, text));
}
var CARD_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
var CARD_CHECKS = "10X98765432";
function isIdCard(number) {
  if (!/^[1-9]\d{16}[\dX]$/.test(number) || !isBirthDate(number.slice(6, 14))) return false;
  const sum2 = CARD_WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  return CARD_CHECKS[sum2 % 11] === number[17];
}
function isBirthDate(digits) {
  const year = Number(digits.slice(0, 4));
  const month = Number(digits.slice(4, 6));
  const day = Number(digits.slice(6));
  if (year < 1850 || year > 2199 || month < 1 || month > 12 || day < 1) return false;
  const leap = year % 4 === 0 && year % 100 !== 0 || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return day <= (lengths[month - 1] ?? 0);
}
var CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
var CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
function isSocialCreditCode(number) {
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(number)) return false;
  const sum2 = CREDIT_WEIGHTS.reduce(
    (total, weight, at) => total + weight * CREDIT_ALPHABET.indexOf(number[at] ?? ""),
    0
  );
  return CREDIT_ALPHABET[(31 - sum2 % 31) % 31] === number[17];
}
function normalPhone(text) {
  const bare = text.normalize("NFKC").replace(/[\s\u200b-\u200d\ufeff().\-\u2010-\u2015]/g, "").replace(/^00/, "+");
  return bare.replace(/^\+?86(?=1\d{10}$)/, "");
}
function isPhone(text) {
  return /^(1[3-9]\d{9}|\+(?!86)[1-9]\d{6,14})$/.test(normalPhone(text));
}

// apps/server/src/crypto/personal.ts
var idNumberMac = (keys, idNumber) => keys.mac("id-number", normalIdNumber(idNumber));
var phoneMac = (keys, phone) => keys.mac("phone", normalPhone(phone));
var placeOf = (table2, column2, id) => `${table2}|${column2}|${id}`;

// apps/server/src/features/auth/limits.ts
var DEFAULTS = {
  // One ID number with one phone: a client, or a stranger who is counted like one.
  codesPerClient: "1/60s 5/1h 10/1d",
  codesPerPhone: "1/60s 5/1h 10/1d",
  codesPerAddress: "10/10m 60/1d",
  failuresPerClient: "10/1h"
};
var NAMES = Object.keys(DEFAULTS);
var UNITS = { s: 1, m: 60, h: 3600, d: 86400 };
function readLimits(setting) {
  if (setting === "off") return table(() => []);
  const given = setting === null ? {} : readSetting(setting);
  return table((name) => parseLimits(given[name] ?? DEFAULTS[name], name));
}
function table(of) {
  return {
    codesPerClient: of("codesPerClient"),
    codesPerPhone: of("codesPerPhone"),
    codesPerAddress: of("codesPerAddress"),
    failuresPerClient: of("failuresPerClient")
  };
}
function readSetting(text) {
  const value = parseJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid('must be "off" or a JSON object');
  const entries = Object.entries(value);
  const unknown = entries.find(([name]) => !NAMES.some((known) => known === name));
  if (unknown) throw invalid(`knows ${NAMES.join(", ")}, not ${unknown[0]}`);
  return Object.fromEntries(entries.map(([name, limits]) => [name, String(limits)]));
}
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('must be "off" or a JSON object');
  }
}
function parseLimits(text, name) {
  const parts = text.split(/\s+/).filter((part) => part !== "");
  return parts.map((part) => {
    const match = /^([1-9]\d{0,3})\/([1-9]\d{0,4})([smhd])$/.exec(part);
    if (!match) throw invalid(`${name} must look like "5/1h 10/1d", not "${part}"`);
    return { count: Number(match[1]), seconds: Number(match[2]) * (UNITS[match[3] ?? ""] ?? 1) };
  });
}
var invalid = (what) => new ConfigError(`SMA_LIMITS ${what}`);
function secondsToWait(limits, events, now2) {
  const newestFirst = [...events].sort((a, b) => b - a);
  const waits = limits.map(({ count, seconds }) => {
    const oldestThatCounts = newestFirst[count - 1];
    return oldestThatCounts === void 0 ? 0 : (oldestThatCounts + seconds * 1e3 - now2) / 1e3;
  });
  return Math.max(0, Math.ceil(Math.max(0, ...waits)));
}
var ringSize = (limits) => Math.max(0, ...limits.map(({ count }) => count));
var resendSeconds = ({ codesPerClient }) => Math.max(0, ...codesPerClient.filter(({ count }) => count === 1).map(({ seconds }) => seconds));
function addressSubject(ip) {
  const address = ip.replace(/^::ffff:(?=\d+\.)/i, "");
  if (!address.includes(":")) return address;
  const [head = "", tail] = (address.split("%", 1)[0] ?? "").toLowerCase().split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === void 0 || tail === "" ? [] : tail.split(":");
  const zeros = tail === void 0 ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array.from({ length: zeros }, () => "0"), ...right].slice(0, 4);
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":");
}

// apps/server/src/features/auth/secrets.ts
import { createHash as createHash2, randomBytes as randomBytes3, randomInt, timingSafeEqual } from "node:crypto";
var newToken = () => randomBytes3(32).toString("base64url");
var tokenHash = (token) => createHash2("sha256").update(token).digest("hex");
var newCode = () => String(randomInt(1e6)).padStart(6, "0");
var isSame = (a, b) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

// apps/server/src/features/auth/challenges.service.ts
var CODE_SECONDS = 300;
async function askForCode(deps2, { limits, counter }, request) {
  checkForm(request);
  const idMac = idNumberMac(deps2.keys, request.idNumber);
  const telMac = phoneMac(deps2.keys, request.phone);
  const subjects = [
    { limit: "codesPerAddress", value: addressSubject(request.address) },
    { limit: "codesPerPhone", value: telMac },
    { limit: "codesPerClient", value: `${idMac} ${telMac}` }
  ];
  const wait = await counter.secondsToWait(subjects) || await counter.take(subjects);
  if (wait > 0) throw new AppError("too-many-requests", { retryAfterSeconds: wait });
  return storeChallenge(deps2, { idMac, telMac, phone: normalPhone(request.phone), resendIn: resendSeconds(limits) });
}
function checkForm({ idNumber, phone }) {
  const fields = [];
  if (!isAnyIdNumber(idNumber)) fields.push({ field: "idNumber", code: "id-number-invalid" });
  if (!isPhone(phone)) fields.push({ field: "phone", code: "phone-invalid" });
  const [first] = fields;
  if (first) throw new AppError(first.field === "phone" ? "phone-invalid" : "id-number-invalid", { fields });
}
async function storeChallenge(deps2, { idMac, telMac, phone, resendIn }) {
  const { db: db2, clock, keys, newId } = deps2;
  const now2 = clock.now();
  const id = newId();
  const messageId = newId();
  const code = newCode();
  const browserToken = newToken();
  const subject = { id_number_mac: idMac, phone_mac: telMac, created_at: now2.toISOString() };
  await insertChallenge(
    db2,
    {
      ...subject,
      id,
      browser_hash: tokenHash(browserToken),
      code_mac: codeMac(deps2, id, code),
      tries: 0,
      expires_at: new Date(now2.getTime() + CODE_SECONDS * 1e3).toISOString(),
      ended_at: null
    },
    {
      ...subject,
      id: messageId,
      message_enc: keys.encrypt(JSON.stringify({ phone, code }), placeOf("code_message", "message", messageId)),
      claimed_at: null
    }
  );
  return { challengeId: id, expiresIn: CODE_SECONDS, resendIn, browserToken };
}
var codeMac = ({ keys }, challengeId, code) => keys.mac("sign-in-code", `${challengeId}\0${code}`);

// apps/server/src/features/auth/limits.queries.ts
function selectLimitEvents(db2, subjectMac) {
  return db2.selectFrom("limit_event").select(["slot", "at"]).where("subject_mac", "=", subjectMac).execute();
}
async function insertLimitEvent(db2, event) {
  try {
    await db2.insertInto("limit_event").values(event).execute();
    return true;
  } catch (error) {
    const there = await db2.selectFrom("limit_event").select("slot").where("subject_mac", "=", event.subject_mac).where("slot", "=", event.slot).executeTakeFirst();
    if (there) return false;
    throw error;
  }
}
async function replaceLimitEvent(db2, event, seen) {
  const result = await db2.updateTable("limit_event").set({ at: event.at }).where("subject_mac", "=", event.subject_mac).where("slot", "=", event.slot).where("at", "=", seen).executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

// apps/server/src/features/auth/limits.service.ts
function countLimits(deps2, limits) {
  const ringOf = ({ limit, value }) => ({
    mac: deps2.keys.mac("limit", `${limit}\0${value}`),
    limits: limits[limit]
  });
  return {
    async secondsToWait(subjects) {
      const waits = await inOrder(subjects, async (subject) => (await look(deps2, ringOf(subject))).wait);
      return Math.max(0, ...waits);
    },
    async take(subjects) {
      const waits = await inOrder(subjects, (subject) => takeSlot(deps2, ringOf(subject)));
      return Math.max(0, ...waits);
    }
  };
}
async function inOrder(items, work) {
  const results = [];
  for (const item of items) results.push(await work(item));
  return results;
}
async function look({ db: db2, clock }, { mac, limits }) {
  const events = limits.length === 0 ? [] : await selectLimitEvents(db2, mac);
  const instants = events.map(({ at }) => Date.parse(at));
  return { events, wait: secondsToWait(limits, instants, clock.now().getTime()) };
}
async function takeSlot(deps2, ring) {
  const size = ringSize(ring.limits);
  if (size === 0) return 0;
  for (; ; ) {
    const { events, wait } = await look(deps2, ring);
    if (wait > 0) return wait;
    const event = { subject_mac: ring.mac, slot: events.length, at: deps2.clock.now().toISOString() };
    const oldest = events.toSorted((a, b) => a.at < b.at ? -1 : 1)[0];
    const taken = events.length < size || oldest === void 0 ? await insertLimitEvent(deps2.db, event) : await replaceLimitEvent(deps2.db, { ...event, slot: oldest.slot }, oldest.at);
    if (taken) return 0;
  }
}

// apps/server/src/features/auth/sessions.service.ts
var MAX_TRIES = 5;
var IDLE_SECONDS = 15 * 60;
var SESSION_SECONDS = 8 * 3600;
var SEEN_SECONDS = 60;
async function signIn2(deps2, counter, attempt) {
  const { db: db2, clock, keys } = deps2;
  const now2 = clock.now();
  const challenge = await passedChallenge(deps2, counter, attempt);
  if (!challenge || !await endChallenge(db2, challenge.id, now2.toISOString())) throw new AppError("code-invalid");
  const clients = await selectClientsBySubject(db2, {
    idNumberMac: challenge.id_number_mac,
    phoneMac: challenge.phone_mac
  });
  const [client] = clients;
  if (!client || clients.length > 1) throw new AppError("code-invalid");
  const token = newToken();
  await insertSession(db2, {
    token_hash: tokenHash(token),
    client_id: client.id,
    created_at: now2.toISOString(),
    seen_at: now2.toISOString(),
    expires_at: new Date(now2.getTime() + SESSION_SECONDS * 1e3).toISOString()
  });
  const name = keys.decrypt(client.name_enc, placeOf("client", "name", client.id));
  return { token, card: { client: { name }, portfolios: await countPortfolios(db2, client.id) } };
}
async function passedChallenge(deps2, counter, { challengeId, code, browserToken }) {
  if (browserToken === void 0) return null;
  const challenge = await takeTry(deps2.db, {
    id: challengeId,
    browserHash: tokenHash(browserToken),
    now: deps2.clock.now().toISOString(),
    maxTries: MAX_TRIES
  });
  if (!challenge) return null;
  const failures = { limit: "failuresPerClient", value: `${challenge.id_number_mac} ${challenge.phone_mac}` };
  const isLocked = await counter.secondsToWait([failures]) > 0;
  const digits = code.normalize("NFKC").replace(/\s/g, "");
  const isRight = isSame(codeMac(deps2, challenge.id, digits), challenge.code_mac);
  if (!isRight) await counter.take([failures]);
  return isRight && !isLocked ? challenge : null;
}
async function findSession({ db: db2, clock }, token) {
  if (!token) return null;
  const now2 = clock.now();
  const ago = (seconds) => new Date(now2.getTime() - seconds * 1e3).toISOString();
  const hash = tokenHash(token);
  const session = await selectLiveSession(db2, hash, { now: now2.toISOString(), idleSince: ago(IDLE_SECONDS) });
  if (!session) return null;
  if (session.seen_at <= ago(SEEN_SECONDS)) {
    await updateSeen(db2, hash, now2.toISOString());
    session.seen_at = now2.toISOString();
  }
  const idleEnd = new Date(Date.parse(session.seen_at) + IDLE_SECONDS * 1e3).toISOString();
  return {
    clientId: session.client_id,
    expiresAt: idleEnd < session.expires_at ? idleEnd : session.expires_at
  };
}
async function clientCard({ db: db2, keys }, clientId) {
  const { name_enc } = await selectClientName(db2, clientId);
  const name = keys.decrypt(name_enc, placeOf("client", "name", clientId));
  return { client: { name }, portfolios: await countPortfolios(db2, clientId) };
}
async function signOut({ db: db2 }, token) {
  if (token) await deleteSession2(db2, tokenHash(token));
}

// apps/server/src/features/auth/auth.routes.ts
function cookies({ config }) {
  const nameOf = (name, request) => isHttps(request, config) ? `__Host-${name}` : name;
  const options = (request) => ({
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: isHttps(request, config)
  });
  return {
    read: (name, request) => request.cookies[nameOf(name, request)],
    set(name, { request, reply }, value, maxAge) {
      reply.setCookie(nameOf(name, request), value, { ...options(request), ...maxAge && { maxAge } });
    },
    clear(name, { request, reply }) {
      reply.clearCookie(nameOf(name, request), options(request));
    }
  };
}
function accessOf(deps2) {
  const { read } = cookies(deps2);
  return {
    async findClient(request) {
      const client = await findSession(deps2, read("sma_session", request));
      if (client) request.clientKey = deps2.keys.mac("log", client.clientId).slice(0, 12);
      return client;
    },
    async findOwnedPortfolio(clientId, code) {
      return await selectOwnedPortfolio(deps2.db, clientId, code) ?? null;
    }
  };
}
function authRoutes(router, deps2, worker) {
  const jar = cookies(deps2);
  const limits = readLimits(deps2.config.limits);
  const counter = countLimits(deps2, limits);
  router.route(createChallenge, async ({ body, request, reply }) => {
    const { browserToken, ...challenge } = await askForCode(deps2, { limits, counter }, { ...body, address: request.ip });
    jar.set("sma_challenge", { request, reply }, browserToken, CODE_SECONDS);
    worker.poke();
    return challenge;
  });
  router.route(createSession, async ({ body, request, reply }) => {
    const browserToken = jar.read("sma_challenge", request);
    const { token, card } = await signIn2(deps2, counter, { ...body, browserToken });
    await signOut(deps2, jar.read("sma_session", request));
    jar.clear("sma_challenge", { request, reply });
    jar.set("sma_session", { request, reply }, token);
    return card;
  });
  router.route(readSession, async ({ client }) => ({
    ...await clientCard(deps2, client.clientId),
    expiresAt: client.expiresAt
  }));
  router.route(deleteSession, async ({ request, reply }) => {
    await signOut(deps2, jar.read("sma_session", request));
    jar.clear("sma_session", { request, reply });
    return null;
  });
}

// apps/server/src/features/auth/code-messages.service.ts
var CLAIM_SECONDS = 30;
var DELAY_MS = 250;
var RETRY_MS = 1e4;
var PURGE_MS = 36e5;
function startableCodeWorker(deps2, sender) {
  let started = false;
  let timer = null;
  let running = Promise.resolve();
  const regular = [];
  const guarded = (work) => () => {
    running = running.then(work).catch((error) => deps2.log.error({ err: error }, "codes could not be sent"));
  };
  const run = guarded(() => sendDueCodes(deps2, sender));
  const purge = guarded(() => purgeStale(deps2));
  function poke() {
    if (!started || timer) return;
    timer = setTimeout(() => {
      timer = null;
      run();
    }, DELAY_MS);
  }
  return {
    poke,
    start() {
      started = true;
      poke();
      regular.push(setInterval(poke, RETRY_MS).unref(), setInterval(purge, PURGE_MS).unref());
    },
    async stop() {
      started = false;
      if (timer) clearTimeout(timer);
      for (const one of regular) clearInterval(one);
      await running;
    }
  };
}
async function sendDueCodes(deps2, sender) {
  for (; ; ) {
    const now2 = deps2.clock.now().getTime();
    const claimedBefore = new Date(now2 - CLAIM_SECONDS * 1e3).toISOString();
    const due = await selectDueMessages(deps2.db, claimedBefore);
    if (due.length === 0) return;
    await sendAll(deps2, sender, { due, now: now2 });
  }
}
async function sendAll(deps2, sender, { due, now: now2 }) {
  const failures = [];
  for (const message of due) {
    if (!await claimMessage(deps2.db, message, new Date(now2).toISOString())) continue;
    try {
      await sendOne(deps2, sender, { message, now: now2 });
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
async function sendOne(deps2, sender, { message, now: now2 }) {
  const isTooOld = Date.parse(message.created_at) + CODE_SECONDS * 1e3 <= now2;
  if (!isTooOld) await sendIfClient(deps2, sender, message);
  await deleteMessage(deps2.db, message.id);
}
async function sendIfClient({ db: db2, keys }, sender, message) {
  const clients = await selectClientsBySubject(db2, {
    idNumberMac: message.id_number_mac,
    phoneMac: message.phone_mac
  });
  if (clients.length !== 1) return;
  const sealed = keys.decrypt(message.message_enc, placeOf("code_message", "message", message.id));
  const { phone, code } = JSON.parse(sealed);
  const minutes = CODE_SECONDS / 60;
  await sender.send({
    phone,
    code,
    text: `\u767B\u5F55\u9A8C\u8BC1\u7801\uFF1A${code}\uFF0C${minutes}\u5206\u949F\u5185\u6709\u6548\u3002\u8BF7\u52FF\u544A\u8BC9\u4ED6\u4EBA\uFF1B\u975E\u672C\u4EBA\u64CD\u4F5C\u8BF7\u5FFD\u7565\u3002`
  });
}
async function purgeStale({ db: db2, clock }) {
  const now2 = clock.now();
  const dayAgo = new Date(now2.getTime() - 864e5 - CODE_SECONDS * 1e3).toISOString();
  await deleteStale(db2, now2.toISOString(), dayAgo);
}

// packages/contract/src/brand.ts
import { z as z3 } from "zod";
var brandSchema = z3.object({
  name: z3.string().min(1).max(100),
  shortName: z3.string().min(1).max(20),
  accent: z3.string().regex(/^#[0-9a-fA-F]{6}$/),
  logo: z3.string().regex(/^data:image\/(svg\+xml|png|jpeg|webp)[;,]/).nullable().describe("a data: URL of an image, or null for the neutral mark"),
  telephone: z3.string().nullable(),
  wechat: z3.string().nullable(),
  legalNotice: z3.string().nullable(),
  footnote: z3.string().nullable()
});
var readBrand = defineEndpoint({
  ...endpoints.readBrand,
  summary: "What the sign-in page needs before anyone is known.",
  audience: "public",
  status: 200,
  reply: brandSchema
});

// apps/server/src/features/brand/brand.service.ts
import { readFileSync as readFileSync2 } from "node:fs";
var NEUTRAL = {
  name: "SMA \u5BA2\u6237\u670D\u52A1\u5E73\u53F0",
  shortName: "SMA",
  accent: "#8f1d22",
  logo: null,
  telephone: null,
  wechat: null,
  legalNotice: null,
  footnote: null
};
function readBrand2(file) {
  if (file === null) return NEUTRAL;
  const result = brandSchema.strict().safeParse({ ...NEUTRAL, ...readObject(file) });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.code === "unrecognized_keys" ? issue.keys.join(", ") : issue?.path.join(".");
  throw new ConfigError(`SMA_BRAND: ${file}: ${field}: ${issue?.message}`);
}
function readObject(file) {
  try {
    const value = JSON.parse(readFileSync2(file, "utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    throw new ConfigError(
      `SMA_BRAND: ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`
    );
  }
  throw new ConfigError(`SMA_BRAND: ${file} must hold one JSON object`);
}

// apps/server/src/features/brand/brand.routes.ts
function brandRoutes(router, { config }) {
  const brand = readBrand2(config.brandFile);
  router.keptRoute(
    readBrand,
    () => "",
    async () => brand
  );
}

// packages/finance/src/decimal.ts
var MONEY_SCALE = 4;
var PRICE_SCALE = 8;
var DECIMAL = /^([+-]?)(\d+)(?:\.(\d*))?$|^([+-]?)\.(\d+)$/;
function parseScaled(text, scale2) {
  const match = DECIMAL.exec(text);
  if (!match) return null;
  const sign = match[1] ?? match[4];
  const whole = match[2] ?? "0";
  const fraction2 = (match[3] ?? match[5] ?? "").replace(/0+$/, "");
  if (fraction2.length > scale2) return null;
  const value = BigInt(whole + fraction2.padEnd(scale2, "0"));
  return sign === "-" ? -value : value;
}
var parseE4 = (text) => parseScaled(text, MONEY_SCALE);
function formatScaled(value, scale2, decimals) {
  const rounded = decimals >= scale2 ? value * 10n ** BigInt(decimals - scale2) : divideRound(value, 10n ** BigInt(scale2 - decimals));
  const digits = absolute(rounded).toString().padStart(decimals + 1, "0");
  const sign = rounded < 0n ? "-" : "";
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
var moneyText = (valueE4) => formatScaled(valueE4, MONEY_SCALE, 2);
function divideRound(numerator, denominator) {
  if (denominator === 0n) throw new RangeError("division by zero");
  const negative = numerator < 0n !== denominator < 0n;
  const top = absolute(numerator);
  const bottom = absolute(denominator);
  const quotient = (top * 2n + bottom) / (bottom * 2n);
  return negative ? -quotient : quotient;
}
var roundToCents = (valueE4) => divideRound(valueE4, 100n) * 100n;
var absolute = (value) => value < 0n ? -value : value;

// packages/finance/src/fraction.ts
var ONE = { numerator: 1n, denominator: 1n };
var LARGEST_DENOMINATOR = 10n ** 120n;
var KEPT_DIGITS = 10n ** 60n;
function fraction(numerator, denominator) {
  if (denominator === 0n) throw new RangeError("division by zero");
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = greatestCommonDivisor(numerator, denominator);
  const reduced = { numerator: numerator * sign / divisor, denominator: denominator * sign / divisor };
  if (reduced.denominator <= LARGEST_DENOMINATOR) return reduced;
  return { numerator: divideRound(reduced.numerator * KEPT_DIGITS, reduced.denominator), denominator: KEPT_DIGITS };
}
var multiply = (left, right) => fraction(left.numerator * right.numerator, left.denominator * right.denominator);
function scale(value, factor) {
  if (factor.numerator === factor.denominator) return value;
  return divideRound(value * factor.numerator, factor.denominator);
}
function greatestCommonDivisor(left, right) {
  let [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}

// packages/finance/src/nav/account-flows.ts
var SHARE_TOLERANCE_E4 = 100n;
function signedFlowShares(flow) {
  if (flow.kind === "distribution") return 0n;
  const shares2 = flowShares(flow);
  if (shares2 === null) return null;
  return flow.kind === "subscription" ? shares2 : -shares2;
}
function accountFlows(book) {
  const flows = [...book.flows].sort((left, right) => left.date < right.date ? -1 : left.date > right.date ? 1 : 0);
  const allReach = historyReaches(book, flows);
  if (!listsFounding(book, flows)) return { flows, historyComplete: allReach };
  const later = flows.filter((flow) => !isFounding(book, flow));
  const laterReach = historyReaches(book, later);
  if (allReach && !laterReach) return { flows, historyComplete: true };
  return { flows: later, historyComplete: laterReach };
}
var isFounding = (book, flow) => flow.kind === "subscription" && flow.date <= book.portfolio.launchDate;
function listsFounding(book, flows) {
  const founding = flows.filter((flow) => isFounding(book, flow));
  if (founding.length === 0) return false;
  const amount = founding.reduce((sum2, flow) => sum2 + absolute(flow.amountE4), 0n);
  const shares2 = founding.reduce((sum2, flow) => sum2 + (flowShares(flow) ?? 0n), 0n);
  const { initialAssetsE4, initialSharesE4 } = book.portfolio;
  return amount === initialAssetsE4 || absolute(shares2 - initialSharesE4) <= SHARE_TOLERANCE_E4;
}
function historyReaches(book, flows) {
  const first = book.valuations[0];
  if (!first) return true;
  let shares2 = book.portfolio.initialSharesE4;
  for (const flow of flows) {
    if (flow.date > first.date) break;
    const signed = signedFlowShares(flow);
    if (signed === null) return true;
    shares2 += signed;
  }
  return absolute(shares2 - first.sharesE4) <= SHARE_TOLERANCE_E4;
}
function flowShares(flow) {
  if (flow.sharesE4 !== null) return absolute(flow.sharesE4);
  if (flow.unitNavE8 === null || flow.unitNavE8 <= 0n) return null;
  return divideRound(absolute(flow.amountE4) * 10n ** 6n, flow.unitNavE8) * 100n;
}

// packages/finance/src/nav/nav-series.ts
function navSeries(book) {
  const { portfolio, valuations } = book;
  const { flows, historyComplete } = accountFlows(book);
  const unitE8 = 10n ** BigInt(PRICE_SCALE - portfolio.navDecimals);
  const launch = launchPoint(book, unitE8);
  const first = valuations[0];
  const walk = { book, flows, derived: [], distributedE8: historyComplete ? 0n : gapOf(first) ?? 0n, unitE8 };
  const points = [];
  let factor = ONE;
  let flowAt = 0;
  if (!historyComplete && first) while ((flows[flowAt]?.date ?? "~") <= first.date) flowAt++;
  for (const valuation of valuations) {
    const start = flowAt;
    while ((flows[flowAt]?.date ?? "~") <= valuation.date) flowAt++;
    const unitNavE8 = divideRound(valuation.unitNavE8, unitE8) * unitE8;
    const step = stepFactor(walk, valuation, unitNavE8, flows.slice(start, flowAt));
    if (step !== null) factor = multiply(factor, step);
    const { date: date2, netAssetsE4, sharesE4, accumulatedNavE8 } = valuation;
    points.push({ date: date2, netAssetsE4, sharesE4, unitNavE8, accumulatedNavE8, factor });
  }
  const allFlows = walk.derived.length === 0 ? flows : inDateOrder([...flows, ...walk.derived]);
  return { launch, points, flows: allFlows, historyComplete, navDecimals: portfolio.navDecimals };
}
var adjustedNavE8 = (point) => scale(point.unitNavE8, point.factor);
function lastPointUpTo(series, date2) {
  let low = 0;
  let high = series.points.length;
  while (low < high) {
    const middle = low + high >> 1;
    if ((series.points[middle]?.date ?? "") <= date2) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
function launchPoint({ portfolio }, unitE8) {
  const { launchDate: date2, initialAssetsE4, initialSharesE4 } = portfolio;
  const oneE8 = 10n ** BigInt(PRICE_SCALE);
  const unitNavE8 = initialSharesE4 > 0n ? divideRound(initialAssetsE4 * oneE8, initialSharesE4 * unitE8) * unitE8 : oneE8;
  return {
    date: date2,
    netAssetsE4: initialAssetsE4,
    sharesE4: initialSharesE4,
    unitNavE8,
    accumulatedNavE8: unitNavE8,
    factor: ONE
  };
}
function stepFactor(walk, valuation, navE8, flows) {
  const stated = flows.length === 0 ? null : flowFactor(walk, valuation, navE8, flows);
  const gap = gapOf(valuation);
  if (gap === null || navE8 <= 0n) return stated;
  const unexplained = gap - walk.distributedE8;
  if (absolute(unexplained) <= walk.unitE8) {
    if (stated !== null) walk.distributedE8 = gap;
    return stated;
  }
  if (unexplained < 0n) return stated;
  walk.distributedE8 = gap;
  walk.derived.push(derivedDistribution(valuation, unexplained));
  const found = fraction(navE8 + unexplained, navE8);
  return stated === null ? found : multiply(stated, found);
}
function flowFactor(walk, valuation, navE8, flows) {
  let factor = null;
  for (const date2 of new Set(flows.map((flow) => flow.date))) {
    const day = flows.filter((flow) => flow.date === date2);
    const after = sharesAfter(valuation, date2, flows);
    const paid = distributionFraction(walk, navE8, after, day);
    const fees = day.filter((flow) => flow.kind === "performance-fee");
    for (const step of [paid, deductionFraction(after, day, fees)]) {
      if (step !== null) factor = factor === null ? step : multiply(factor, step);
    }
  }
  return factor;
}
function distributionFraction(walk, navE8, after, day) {
  const amount = sumOf(day.filter((flow) => flow.kind === "distribution").map((flow) => absolute(flow.amountE4)));
  if (amount === 0n || navE8 <= 0n) return null;
  const reinvested = day.filter((flow) => isReinvestment(flow, amount));
  const entitled = after - sumOf(reinvested.map((flow) => signedFlowShares(flow) ?? 0n));
  if (entitled <= 0n) return null;
  walk.distributedE8 += divideRound(amount * 10n ** BigInt(PRICE_SCALE), entitled);
  return fraction(navE8 * entitled + amount * 10n ** BigInt(PRICE_SCALE), navE8 * entitled);
}
function deductionFraction(after, day, fees) {
  const taken = -sumOf(fees.map((flow) => signedFlowShares(flow) ?? 0n));
  const before = after - sumOf(day.map((flow) => signedFlowShares(flow) ?? 0n));
  if (taken <= 0n || before <= taken) return null;
  return fraction(before - taken, before);
}
var isReinvestment = (flow, distributedE4) => flow.kind === "subscription" && absolute(absolute(flow.amountE4) - distributedE4) <= 200n;
function sharesAfter(valuation, date2, flows) {
  const later = flows.filter((flow) => flow.date > date2);
  return valuation.sharesE4 - sumOf(later.map((flow) => signedFlowShares(flow) ?? 0n));
}
function derivedDistribution(valuation, perShareE8) {
  const cents = divideRound(perShareE8 * valuation.sharesE4, 10n ** BigInt(PRICE_SCALE + 2));
  return { date: valuation.date, kind: "distribution", amountE4: cents * 100n, sharesE4: null, unitNavE8: null };
}
var gapOf = (valuation) => valuation === void 0 || valuation.accumulatedNavE8 === null ? null : valuation.accumulatedNavE8 - valuation.unitNavE8;
var sumOf = (values) => values.reduce((sum2, value) => sum2 + value, 0n);
var inDateOrder = (flows) => flows.sort((left, right) => left.date < right.date ? -1 : left.date > right.date ? 1 : 0);

// apps/server/src/features/days/book-facts.ts
function shareTexts() {
  const texts = /* @__PURE__ */ new Map();
  return (text) => {
    const known = texts.get(text);
    if (known !== void 0) return known;
    texts.set(text, text);
    return text;
  };
}
function portfolioFacts(row) {
  return {
    code: row.code,
    launchDate: row.launch_date,
    initialAssetsE4: row.initial_assets_e4,
    initialSharesE4: row.initial_shares_e4,
    navDecimals: row.nav_decimals
  };
}
var NO_PAYABLES = { managementE4: null, custodianE4: null, auditE4: null, performanceE4: null };
function valuationFacts(rows, shared) {
  let sharesE4 = 0n;
  return rows.map((row) => {
    if (row.shares_e4 !== sharesE4) sharesE4 = row.shares_e4;
    return {
      date: shared(row.date),
      netAssetsE4: row.net_assets_e4,
      sharesE4,
      unitNavE8: row.unit_nav_e8,
      accumulatedNavE8: row.accumulated_nav_e8 === row.unit_nav_e8 ? row.unit_nav_e8 : row.accumulated_nav_e8,
      holdingsKnown: row.holdings_known === 1,
      payables: payables(row),
      dividendReceivableE4: row.dividend_receivable_e4
    };
  });
}
function payables(row) {
  const { management_payable_e4, custodian_payable_e4, audit_payable_e4, performance_payable_e4 } = row;
  const all = [management_payable_e4, custodian_payable_e4, audit_payable_e4, performance_payable_e4];
  if (all.every((payable) => payable === null)) return NO_PAYABLES;
  return {
    managementE4: management_payable_e4,
    custodianE4: custodian_payable_e4,
    auditE4: audit_payable_e4,
    performanceE4: performance_payable_e4
  };
}
function transactionFacts(row, shared) {
  return {
    date: shared(row.date),
    fundCode: shared(row.fund_code),
    // Written by our own import, which knows no other word.
    operation: shared(row.operation),
    amountE4: row.amount_e4,
    sharesE4: row.shares_e4,
    priceE8: row.price_e8,
    feeE4: row.fee_e4
  };
}
function flowFacts(row, shared) {
  return {
    date: shared(row.date),
    kind: shared(row.kind),
    amountE4: row.amount_e4,
    sharesE4: row.shares_e4,
    unitNavE8: row.unit_nav_e8
  };
}
function feeFacts(row, shared) {
  return {
    date: shared(row.date),
    managementE4: row.management_e4,
    custodianE4: row.custodian_e4,
    auditE4: row.audit_e4,
    performanceE4: row.performance_e4,
    otherE4: row.other_e4
  };
}
function benchmarkFacts(row, shared) {
  return { date: shared(row.date), valueE8: row.value_e8 };
}
function holdingFacts(row) {
  return {
    fundCode: row.fund_code,
    sharesE4: row.shares_e4,
    unitNavE8: row.unit_nav_e8,
    priceDate: row.price_date,
    marketValueE4: row.market_value_e4,
    sourceCostE4: row.source_cost_e4,
    sourceProfitE4: row.source_profit_e4,
    o32CostE4: row.o32_cost_e4,
    o32ProfitE4: row.o32_profit_e4,
    o32MarketValueE4: row.o32_market_value_e4,
    dividendReceivableE4: row.dividend_receivable_e4
  };
}
function fundFacts(row) {
  return {
    code: row.code,
    name: row.name,
    assetClass: row.asset_class,
    priceLag: row.price_lag
  };
}
function dividendFacts(row) {
  if (row.dividend_e8 === null) return [];
  return [{ fundCode: row.fund_code, date: row.date, dividendE8: row.dividend_e8 }];
}

// packages/finance/src/dates.ts
var DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
var DAYS_BEFORE_1970 = 719468;
var DAYS_PER_ERA = 146097;
function isDate(text) {
  const match = DATE.exec(text);
  if (!match) return false;
  const month = Number(match[2]);
  const day = Number(match[3]);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(Number(match[1]), month);
}
function dayNumber(date2) {
  const month = monthOf(date2);
  const year = yearOf(date2) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + Number(date2.slice(8, 10)) - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - DAYS_BEFORE_1970;
}
function dateOfDay(day) {
  const shifted = day + DAYS_BEFORE_1970;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return dateText(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfMonth);
}
var addDays = (date2, days) => dateOfDay(dayNumber(date2) + days);
var daysBetween = (from, to) => dayNumber(to) - dayNumber(from);
function addYears(date2, years) {
  const year = yearOf(date2) + years;
  const month = monthOf(date2);
  return dateText(year, month, Math.min(Number(date2.slice(8, 10)), daysInMonth(year, month)));
}
var weekday = (date2) => ((dayNumber(date2) + 3) % 7 + 7) % 7 + 1;
var yearOf = (date2) => Number(date2.slice(0, 4));
var monthOf = (date2) => Number(date2.slice(5, 7));
var monthStart = (date2) => `${date2.slice(0, 8)}01`;
var monthEnd = (date2) => dateText(yearOf(date2), monthOf(date2), daysInMonth(yearOf(date2), monthOf(date2)));
var yearStart = (date2) => `${date2.slice(0, 4)}-01-01`;
function isoWeek(date2) {
  const thursday = addDays(date2, 4 - weekday(date2));
  const week = Math.floor(daysBetween(yearStart(thursday), thursday) / 7) + 1;
  return `${thursday.slice(0, 4)}-W${String(week).padStart(2, "0")}`;
}
function daysInMonth(year, month) {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
function dateText(year, month, day) {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

// packages/finance/src/calendar/closures.ts
var CLOSURES = {
  2015: "01-01..01-02 02-18..02-24 04-06 05-01 06-22 09-03..09-04 10-01..10-07",
  2016: "01-01 02-08..02-12 04-04 05-02 06-09..06-10 09-15..09-16 10-03..10-07",
  2017: "01-02 01-27..02-02 04-03..04-04 05-01 05-29..05-30 10-02..10-06",
  2018: "01-01 02-15..02-21 04-05..04-06 04-30..05-01 06-18 09-24 10-01..10-05 12-31",
  2019: "01-01 02-04..02-08 04-05 05-01..05-03 06-07 09-13 10-01..10-07",
  2020: "01-01 01-24..01-31 04-06 05-01..05-05 06-25..06-26 10-01..10-08",
  2021: "01-01 02-11..02-17 04-05 05-03..05-05 06-14 09-20..09-21 10-01..10-07",
  2022: "01-03 01-31..02-04 04-04..04-05 05-02..05-04 06-03 09-12 10-03..10-07",
  2023: "01-02 01-23..01-27 04-05 05-01..05-03 06-22..06-23 09-29..10-06",
  2024: "01-01 02-09..02-16 04-04..04-05 05-01..05-03 06-10 09-16..09-17 10-01..10-07",
  2025: "01-01 01-28..02-04 04-04 05-01..05-05 06-02 10-01..10-08",
  2026: "01-01..01-02 02-16..02-23 04-06 05-01..05-05 06-19 09-25 10-01..10-07"
};

// packages/finance/src/calendar/trading-calendar.ts
var WHOLE_YEAR_ROWS = 200;
var LONGEST_CLOSURE = 366;
var defaultClosures;
function tradingCalendar(overrides) {
  const closures = defaultClosures ??= readClosures();
  const stated = new Map(overrides.map((row) => [dayNumber(row.date), row.isTradingDay]));
  const wholeYears = yearsListedWhole(overrides);
  const isOpen = (day) => {
    const known = stated.get(day);
    if (known !== void 0) return known;
    if (((day + 3) % 7 + 7) % 7 >= 5 || closures.has(day)) return false;
    return wholeYears.size === 0 || !wholeYears.has(yearOf(dateOfDay(day)));
  };
  const step = (from, direction) => {
    for (let distance = 1; distance <= LONGEST_CLOSURE; distance++) {
      if (isOpen(from + distance * direction)) return dateOfDay(from + distance * direction);
    }
    throw new RangeError(`no trading day within a year of ${dateOfDay(from)}`);
  };
  const count = (from, to) => {
    let open3 = 0;
    for (let day = from + 1; day <= to; day++) if (isOpen(day)) open3++;
    return open3;
  };
  return {
    isTradingDay: (date2) => isOpen(dayNumber(date2)),
    isProvisional: (date2) => CLOSURES[yearOf(date2)] === void 0 && !stated.has(dayNumber(date2)) && !wholeYears.has(yearOf(date2)),
    nextTradingDay: (date2) => step(dayNumber(date2), 1),
    previousTradingDay: (date2) => step(dayNumber(date2), -1),
    firstTradingDayOfMonth: (date2) => step(dayNumber(monthStart(date2)) - 1, 1),
    firstTradingDayOfYear: (date2) => step(dayNumber(yearStart(date2)) - 1, 1),
    tradingDaysBetween: (from, to) => {
      const days = [];
      const last = dayNumber(to);
      for (let day = dayNumber(from); day <= last; day++) if (isOpen(day)) days.push(dateOfDay(day));
      return days;
    },
    tradingDayDistance: (from, to) => from <= to ? count(dayNumber(from), dayNumber(to)) : -count(dayNumber(to), dayNumber(from))
  };
}
function readClosures() {
  const closed = /* @__PURE__ */ new Set();
  for (const [year, runs] of Object.entries(CLOSURES)) {
    for (const run of runs.split(" ")) {
      const [first, last = first] = run.split("..");
      for (let date2 = `${year}-${first}`; date2 <= `${year}-${last}`; date2 = addDays(date2, 1))
        closed.add(dayNumber(date2));
    }
  }
  return closed;
}
function yearsListedWhole(overrides) {
  const open3 = /* @__PURE__ */ new Map();
  for (const row of overrides) {
    const year = yearOf(row.date);
    if (row.isTradingDay && CLOSURES[year] === void 0) open3.set(year, (open3.get(year) ?? 0) + 1);
  }
  return new Set([...open3].filter(([, days]) => days >= WHOLE_YEAR_ROWS).map(([year]) => year));
}

// packages/finance/src/fees/account-accruals.ts
var FEE_PARTS = ["management", "custodian", "audit", "performance", "other"];
var STATES = ["stated", "derived", "accrual-unknown", "payment-unknown"];
var LONGEST_FIRST_STEP = 31;
function accountAccruals(book) {
  const steps = stepsOf(book);
  return {
    management: column(derivedSteps(steps, "managementE4")),
    custodian: column(derivedSteps(steps, "custodianE4")),
    audit: column(derivedSteps(steps, "auditE4")),
    performance: column(withDeductions(book, steps, derivedSteps(steps, "performanceE4"))),
    other: column(steps.map(otherStep))
  };
}
function accruedBetween({ sumsE4, states }, baseIndex, closingIndex) {
  let derived = false;
  for (let at = baseIndex + 1; at <= closingIndex; at++) {
    const state = STATES[states[at] ?? 0];
    if (state === "accrual-unknown" || state === "payment-unknown")
      return { valueE4: null, derived: false, reason: state };
    if (state === "derived") derived = true;
  }
  return { valueE4: (sumsE4[closingIndex + 1] ?? 0n) - (sumsE4[baseIndex + 1] ?? 0n), derived, reason: null };
}
var NOTHING_OWED = { managementE4: 0n, custodianE4: 0n, auditE4: 0n, performanceE4: 0n };
function stepsOf({ portfolio, valuations, fees }) {
  let feeAt = 0;
  return valuations.map((valuation, index) => {
    const start = feeAt;
    while ((fees[feeAt]?.date ?? "~") <= valuation.date) feeAt++;
    const stated = fees.slice(start, feeAt);
    const before = valuations[index - 1];
    const begin = before?.date ?? portfolio.launchDate;
    const evidence = stated[0]?.date ?? valuation.date;
    return {
      date: valuation.date,
      days: Math.max(daysBetween(begin, valuation.date), 1),
      before: before?.payables ?? NOTHING_OWED,
      after: valuation.payables,
      stated,
      reachesBack: before !== void 0 || daysBetween(portfolio.launchDate, evidence) <= LONGEST_FIRST_STEP
    };
  });
}
function derivedSteps(steps, part) {
  const walk = { monthEndsE4: [], last: null };
  return steps.map((step, index) => {
    const previous = steps[index - 1];
    const owedBefore = owed(step.before, part);
    if (previous && previous.date.slice(0, 7) !== step.date.slice(0, 7) && owedBefore !== null)
      walk.monthEndsE4.push(owedBefore);
    const figure = stepFigure(step, part, walk);
    if (figure.state === "stated" || figure.state === "derived")
      walk.last = { valueE4: figure.valueE4, days: step.days };
    return figure;
  });
}
function stepFigure(step, part, walk) {
  if (!step.reachesBack) return { valueE4: 0n, state: "accrual-unknown" };
  if (step.stated.length > 0) return statedFigure(step.stated, part);
  const [before, after] = [owed(step.before, part), owed(step.after, part)];
  if (before === null || after === null) return { valueE4: 0n, state: "accrual-unknown" };
  const change = after - before;
  if (change >= 0n) return { valueE4: change, state: "derived" };
  const accrued = accruedBesidePayment(change, step.days, walk);
  return accrued === null ? { valueE4: 0n, state: "payment-unknown" } : { valueE4: accrued, state: "derived" };
}
function owed(payables2, part) {
  const stated = payables2[part];
  if (stated !== null || part !== "performanceE4") return stated;
  return payables2.managementE4 === null && payables2.custodianE4 === null && payables2.auditE4 === null ? null : 0n;
}
function statedFigure(rows, part) {
  const isUsual = part === "managementE4" || part === "custodianE4" || part === "auditE4";
  let valueE4 = 0n;
  for (const row of rows) {
    const stated = row[part];
    if (stated === null && isUsual) return { valueE4: 0n, state: "accrual-unknown" };
    valueE4 += stated ?? 0n;
  }
  return { valueE4, state: "stated" };
}
function accruedBesidePayment(change, days, { monthEndsE4, last }) {
  if (last === null) return null;
  const expected = last.valueE4 * BigInt(days);
  let best = null;
  for (const paid of monthEndsE4) {
    const accrued = change + paid;
    const distance = absolute(accrued * BigInt(last.days) - expected);
    if (distance * 5n <= expected && (best === null || distance < best.distance)) best = { accrued, distance };
  }
  return best?.accrued ?? null;
}
function withDeductions(book, steps, figures) {
  const deductions = book.flows.filter((flow) => flow.kind === "performance-fee");
  if (deductions.length === 0) return [...figures];
  return figures.map((figure, index) => {
    const [begin, step] = [steps[index - 1]?.date ?? "", steps[index]];
    if (!step || step.stated.some((row) => row.performanceE4 !== null)) return figure;
    const taken = deductions.filter((flow) => flow.date > begin && flow.date <= step.date);
    return { ...figure, valueE4: taken.reduce((sum2, flow) => sum2 + absolute(flow.amountE4), figure.valueE4) };
  });
}
function otherStep(step) {
  if (!step.reachesBack) return { valueE4: 0n, state: "accrual-unknown" };
  if (step.stated.length > 0) return statedFigure(step.stated, "otherE4");
  const known = owed(step.before, "performanceE4") !== null && owed(step.after, "performanceE4") !== null;
  return { valueE4: 0n, state: known ? "stated" : "accrual-unknown" };
}
function column(figures) {
  const sumsE4 = new BigInt64Array(figures.length + 1);
  const states = new Uint8Array(figures.length);
  for (const [index, { valueE4, state }] of figures.entries()) {
    sumsE4[index + 1] = (sumsE4[index] ?? 0n) + valueE4;
    states[index] = STATES.indexOf(state);
  }
  return { sumsE4, states };
}

// apps/server/src/features/days/book.queries.ts
function selectPortfolio(db2, portfolioId) {
  return db2.selectFrom("portfolio").select(["code", "name", "strategy", "launch_date", "initial_assets_e4", "initial_shares_e4"]).select(["benchmark", "manager", "nav_decimals", "revision"]).where("id", "=", portfolioId).executeTakeFirstOrThrow();
}
function selectValuations(db2, portfolioId) {
  return publishedValuations(db2, portfolioId).orderBy("day.date").execute();
}
function selectLastValuations(db2, portfolioId, count) {
  return publishedValuations(db2, portfolioId).orderBy("day.date", "desc").limit(count).execute();
}
function publishedValuations(db2, portfolioId) {
  return db2.selectFrom("published_day as day").innerJoin(
    "valuation as v",
    (join5) => join5.onRef("v.portfolio_id", "=", "day.portfolio_id").onRef("v.date", "=", "day.date").onRef("v.version", "=", "day.version")
  ).select(["v.date", "v.version", "v.net_assets_e4", "v.shares_e4", "v.unit_nav_e8", "v.accumulated_nav_e8"]).select(["v.holdings_known", "v.management_payable_e4", "v.custodian_payable_e4"]).select(["v.audit_payable_e4", "v.performance_payable_e4", "v.dividend_receivable_e4"]).where("day.portfolio_id", "=", portfolioId);
}
function selectTransactions(db2, portfolioId) {
  return db2.selectFrom("fund_transaction").select(["date", "fund_code", "operation", "amount_e4", "shares_e4", "price_e8", "fee_e4"]).where("portfolio_id", "=", portfolioId).where("state", "=", "published").orderBy("date").orderBy("position").orderBy("id").execute();
}
function selectFlows(db2, portfolioId, after) {
  return db2.selectFrom("client_flow").select(["date", "kind", "amount_e4", "shares_e4", "unit_nav_e8"]).where("portfolio_id", "=", portfolioId).where("date", ">", after).where("state", "=", "published").orderBy("date").orderBy("id").execute();
}
function selectFees(db2, portfolioId) {
  return db2.selectFrom("fee_accrual").select(["date", "management_e4", "custodian_e4", "audit_e4", "performance_e4", "other_e4"]).where("portfolio_id", "=", portfolioId).where("state", "=", "published").orderBy("date").execute();
}
function selectBenchmark(db2, portfolioId) {
  return db2.selectFrom("benchmark_value").select(["date", "value_e8"]).where("portfolio_id", "=", portfolioId).orderBy("date").execute();
}
function selectHoldings(db2, day) {
  return db2.selectFrom("holding").select(["fund_code", "shares_e4", "unit_nav_e8", "price_date", "market_value_e4", "source_cost_e4"]).select(["source_profit_e4", "o32_cost_e4", "o32_profit_e4", "o32_market_value_e4", "dividend_receivable_e4"]).where("portfolio_id", "=", day.portfolioId).where("date", "=", day.date).where("version", "=", day.version).execute();
}
function selectFunds(db2, codes) {
  return db2.selectFrom("fund").select(["code", "name", "asset_class", "price_lag"]).where("code", "in", codes).execute();
}
function selectDividends(db2, codes) {
  return db2.selectFrom("fund_nav").select(["fund_code", "date", "dividend_e8"]).where("fund_code", "in", codes).where("dividend_e8", ">", 0n).orderBy("date").execute();
}
function selectCalendarDays(db2) {
  return db2.selectFrom("calendar_day").select(["date", "is_trading_day"]).orderBy("date").execute();
}

// apps/server/src/features/days/open-book.ts
async function readBook(context, id) {
  const { db: db2, shared } = context;
  const calendar = await context.calendar();
  const rows = await db2.transaction().setIsolationLevel("repeatable read").execute((trx) => readRows(trx, id));
  const { portfolio, valuations, benchmark } = rows;
  const book = bookFacts(rows, shared);
  return {
    portfolioId: id,
    revision: portfolio.revision,
    rows: valuations.length + book.transactions.length + book.flows.length + book.fees.length + benchmark.length,
    master: masterOf(portfolio),
    series: navSeries(book),
    transactions: book.transactions,
    calendar,
    accruals: accountAccruals(book),
    benchmark: benchmarkColumns(book.benchmark),
    ...dayReaders(db2, id, { rows: valuations, dates: book.valuations.map((valuation) => valuation.date) }),
    ...fundReaders(db2)
  };
}
async function readRows(db2, id) {
  return {
    portfolio: await selectPortfolio(db2, id),
    valuations: await selectValuations(db2, id),
    transactions: await selectTransactions(db2, id),
    flows: await selectFlows(db2, id, ""),
    fees: await selectFees(db2, id),
    benchmark: await selectBenchmark(db2, id)
  };
}
function bookFacts(rows, shared) {
  const lastDay = rows.valuations.at(-1)?.date ?? "";
  const published = (row) => row.date <= lastDay;
  return {
    portfolio: portfolioFacts(rows.portfolio),
    valuations: valuationFacts(rows.valuations, shared),
    transactions: rows.transactions.filter(published).map((row) => transactionFacts(row, shared)),
    flows: rows.flows.filter(published).map((row) => flowFacts(row, shared)),
    fees: rows.fees.filter(published).map((row) => feeFacts(row, shared)),
    benchmark: rows.benchmark.filter(published).map((row) => benchmarkFacts(row, shared)),
    dividends: []
  };
}
function masterOf(portfolio) {
  const { code, name, strategy: strategy2, launch_date: launchDate, manager, benchmark } = portfolio;
  return { code, name, strategy: strategy2, launchDate, manager, benchmark };
}
function benchmarkColumns(values) {
  const dates = values.map((value) => value.date);
  const valuesE8 = BigInt64Array.from(values, (value) => value.valueE8);
  return () => dates.map((date2, index) => ({ date: date2, valueE8: valuesE8[index] ?? 0n }));
}
function dayReaders(db2, portfolioId, days) {
  const { dates, rows } = days;
  const versions = Uint32Array.from(rows, (day) => day.version);
  const known = Uint8Array.from(rows, (day) => day.holdings_known);
  const first = known.indexOf(1);
  let opening = null;
  async function holdings(index) {
    const date2 = dates[index];
    const version = versions[index];
    if (date2 === void 0 || version === void 0) return [];
    return (await selectHoldings(db2, { portfolioId, date: date2, version })).map(holdingFacts);
  }
  return {
    holdingsKnown: (index) => known[index] === 1,
    holdings,
    async opening(index) {
      const date2 = dates[first];
      if (date2 === void 0 || first > index) return null;
      opening ??= { date: date2, holdings: await holdings(first) };
      return opening;
    }
  };
}
function fundReaders(db2) {
  const funds = /* @__PURE__ */ new Map();
  const dividends = /* @__PURE__ */ new Map();
  return {
    async funds(codes) {
      const missing = [...codes].filter((code) => !funds.has(code));
      if (missing.length > 0)
        for (const row of await selectFunds(db2, missing)) funds.set(row.code, fundFacts(row));
      return funds;
    },
    async dividends(codes) {
      const asked = [...codes];
      const missing = asked.filter((code) => !dividends.has(code));
      if (missing.length > 0) {
        const found = (await selectDividends(db2, missing)).flatMap(dividendFacts);
        for (const code of missing)
          dividends.set(
            code,
            found.filter(({ fundCode }) => fundCode === code)
          );
      }
      return asked.flatMap((code) => dividends.get(code) ?? []);
    }
  };
}
function keepCalendar(db2) {
  let known = null;
  return async () => {
    const rows = await selectCalendarDays(db2);
    const days = rows.map((row) => row.date + row.is_trading_day).join();
    if (known?.days === days) return known.calendar;
    const overrides = rows.map((row) => ({ date: row.date, isTradingDay: row.is_trading_day === 1 }));
    known = { days, calendar: tradingCalendar(overrides) };
    return known.calendar;
  };
}

// apps/server/src/features/days/book.ts
function keepBooks(db2, maxRows) {
  const kept = /* @__PURE__ */ new Map();
  const context = { db: db2, shared: shareTexts(), calendar: keepCalendar(db2) };
  let rows = 0;
  function forget(id, entry) {
    if (kept.get(id) !== entry) return;
    kept.delete(id);
    rows -= entry.rows;
  }
  function weigh(id, entry, book) {
    if (kept.get(id) !== entry) return;
    entry.rows = book.rows;
    entry.revision = book.revision;
    rows += entry.rows;
    for (const [oldest, other] of kept) {
      if (rows <= maxRows) return;
      if (oldest !== id && other.rows > 0) forget(oldest, other);
    }
  }
  return {
    calendar: context.calendar,
    open({ id, revision }) {
      const found = kept.get(id);
      if (found && found.revision >= revision) {
        kept.delete(id);
        kept.set(id, found);
        return found.opening;
      }
      if (found) forget(id, found);
      const opening = readBook(context, id);
      const entry = { revision, opening, rows: 0 };
      kept.set(id, entry);
      opening.then(
        (book) => weigh(id, entry, book),
        () => forget(id, entry)
      );
      return opening;
    }
  };
}
var dayIndex = (book, date2) => date2 === void 0 ? book.series.points.length - 1 : lastPointUpTo(book.series, date2);

// apps/server/src/http/router.ts
import { createHash as createHash3 } from "node:crypto";

// apps/server/src/http/packing.ts
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
var WORTH_BYTES = 1400;
var brotli = promisify(brotliCompress);
var zip = promisify(gzip);
function encodingFor(header, size) {
  if (size < WORTH_BYTES || typeof header !== "string") return null;
  if (accepts(header, "br")) return "br";
  return accepts(header, "gzip") ? "gzip" : null;
}
function accepts(header, encoding) {
  return header.split(",").some((part) => {
    const [name, quality] = part.trim().split(/\s*;\s*q=/);
    return name === encoding && Number(quality ?? 1) > 0;
  });
}
function pack(reply, encoding) {
  reply.packed ??= {};
  const done = reply.packed[encoding] ?? compress(reply.bytes, encoding);
  reply.packed[encoding] = done;
  return done;
}
function compress(bytes, encoding) {
  if (encoding === "gzip") return zip(bytes, { level: 6 });
  return brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } });
}

// apps/server/src/http/router.ts
var API_PREFIX = "/api/v1";
function createRouter(app2, access, kept) {
  return {
    route(endpoint, handler) {
      addRoute(app2, endpoint, async (request, reply) => {
        const call = await openCall(endpoint, access, request, reply);
        const body = await handler(call);
        reply.code(endpoint.status);
        if (endpoint.status === 204) return reply.send();
        return reply.type("application/json; charset=utf-8").send(replyBytes(endpoint, body));
      });
    },
    keptRoute(endpoint, keyOf, handler) {
      addRoute(app2, endpoint, async (request, reply) => {
        const call = await openCall(endpoint, access, request, reply);
        const key = `${endpoint.path} ${await keyOf(call)}`;
        const found = await kept.get(key, async () => keptReply(replyBytes(endpoint, await handler(call))));
        return sendKept(request, reply.code(endpoint.status), found);
      });
    }
  };
}
function addRoute(app2, endpoint, handler) {
  app2.route({ method: endpoint.method, url: API_PREFIX + endpoint.path, handler });
}
async function openCall(endpoint, access, request, reply) {
  const client = endpoint.audience === "public" ? null : await access.findClient(request);
  if (endpoint.audience !== "public" && client === null) throw new AppError("not-signed-in");
  const params = parse(endpoint.params, request.params, "not-found");
  const portfolio = endpoint.audience === "owner" ? await ownedPortfolio(access, client, params) : null;
  const query = parse(endpoint.query, request.query, "request-invalid");
  const body = parse(endpoint.body, request.body, "request-invalid");
  return { params, query, body, client, portfolio, request, reply };
}
async function ownedPortfolio(access, client, params) {
  const code = params.code;
  const portfolio = client && await access.findOwnedPortfolio(client.clientId, code);
  if (!portfolio) throw new AppError("not-found");
  return portfolio;
}
function parse(schema, value, code) {
  if (!schema) return void 0;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  if (code === "not-found") throw new AppError(code);
  const fields = result.error.issues.map((issue) => fieldError(issue, value));
  throw new AppError(fields.every((field) => field.code === "date-invalid") ? "date-invalid" : code, { fields });
}
function fieldError(issue, value) {
  const field = issue.path.join(".");
  const name = issue.path[0];
  const given = typeof value === "object" && value !== null && typeof name === "string" ? Reflect.get(value, name) : value;
  return { field, code: given === void 0 ? "required" : fieldCode(issue) };
}
function fieldCode(issue) {
  switch (issue.code) {
    case "too_small":
      return "too-short";
    case "too_big":
      return "too-long";
    case "invalid_value":
      return "not-in-list";
    case "invalid_type":
      return "type-invalid";
    case "invalid_format":
      return issue.format === "date" ? "date-invalid" : "format-invalid";
    default:
      return issue.message === "date-out-of-range" ? "date-invalid" : "format-invalid";
  }
}
function replyBytes(endpoint, body) {
  return Buffer.from(JSON.stringify(endpoint.reply.parse(body)));
}
function keptReply(bytes) {
  return { bytes, etag: createHash3("sha256").update(bytes).digest("base64url").slice(0, 27) };
}
async function sendKept(request, reply, kept) {
  const encoding = encodingFor(request.headers["accept-encoding"], kept.bytes.length);
  reply.header("etag", encoding ? `"${kept.etag}-${encoding}"` : `"${kept.etag}"`).header("vary", "Accept-Encoding");
  if (matches(request.headers["if-none-match"], kept.etag)) return reply.code(304).send();
  if (!reply.hasHeader("content-type")) reply.type("application/json; charset=utf-8");
  if (encoding === null) return reply.send(kept.bytes);
  return reply.header("content-encoding", encoding).send(await pack(kept, encoding));
}
function matches(header, etag) {
  if (header === void 0) return false;
  return header.trim() === "*" || header.split(",").some((tag) => /^(?:W\/)?"([\w-]+?)(?:-br|-gzip)?"$/.exec(tag.trim())?.[1] === etag);
}

// apps/server/src/http/error-words.ts
var words = (title, detail) => ({ title, detail });
var ERROR_WORDS = {
  "zh-CN": {
    "request-invalid": words("\u8BF7\u6C42\u65E0\u6548", "\u8BF7\u6C42\u4E2D\u6709\u5B57\u6BB5\u7F3A\u5931\u6216\u4E0D\u7B26\u5408\u8981\u6C42\uFF0C\u89C1 errors\u3002"),
    "json-invalid": words("\u4E0D\u662F\u6709\u6548\u7684 JSON", "\u8BF7\u6C42\u4F53\u987B\u4E3A UTF-8 \u7F16\u7801\u7684 JSON\u3002"),
    "date-invalid": words("\u65E5\u671F\u65E0\u6548", "\u65E5\u671F\u987B\u4E3A 1990 \u81F3 2199 \u5E74\u95F4\u771F\u5B9E\u5B58\u5728\u7684\u65E5\u671F\uFF0C\u683C\u5F0F\u4E3A YYYY-MM-DD\u3002"),
    "id-number-invalid": words("\u8BC1\u4EF6\u53F7\u7801\u65E0\u6548", "\u8BF7\u6838\u5BF9\u8BC1\u4EF6\u53F7\u7801\u7684\u4F4D\u6570\u4E0E\u6821\u9A8C\u4F4D\u3002"),
    "phone-invalid": words("\u624B\u673A\u53F7\u7801\u65E0\u6548", "\u8BF7\u6838\u5BF9\u624B\u673A\u53F7\u7801\uFF1B\u5883\u5916\u53F7\u7801\u987B\u5E26\u56FD\u5BB6\u6216\u5730\u533A\u4EE3\u7801\u3002"),
    "range-invalid": words("\u65E5\u671F\u533A\u95F4\u65E0\u6548", "\u8D77\u59CB\u65E5\u671F\u4E0D\u80FD\u665A\u4E8E\u7ED3\u675F\u65E5\u671F\u3002"),
    "range-outside-life": words("\u65E5\u671F\u533A\u95F4\u8D85\u51FA\u8303\u56F4", "\u6240\u9009\u533A\u95F4\u5185\u6CA1\u6709\u5DF2\u62AB\u9732\u7684\u51C0\u503C\u3002"),
    "cursor-invalid": words("\u7FFB\u9875\u6807\u8BB0\u65E0\u6548", "\u8BF7\u4ECE\u7B2C\u4E00\u9875\u91CD\u65B0\u8BFB\u53D6\u3002"),
    "not-signed-in": words("\u5C1A\u672A\u767B\u5F55", "\u8BF7\u767B\u5F55\u540E\u518D\u8BD5\u3002"),
    "code-invalid": words("\u9A8C\u8BC1\u7801\u65E0\u6548", "\u9A8C\u8BC1\u7801\u6709\u8BEF\u3001\u5DF2\u8FC7\u671F\u6216\u5DF2\u4F7F\u7528\uFF0C\u8BF7\u91CD\u65B0\u83B7\u53D6\u3002"),
    "header-missing": words("\u7F3A\u5C11\u8BF7\u6C42\u5934", "\u4FEE\u6539\u7C7B\u8BF7\u6C42\u987B\u5E26\u8BF7\u6C42\u5934 x-requested-with: sma\u3002"),
    "origin-refused": words("\u6765\u6E90\u4E0D\u88AB\u63A5\u53D7", "\u672C\u8BF7\u6C42\u53EA\u80FD\u7531\u672C\u7AD9\u9875\u9762\u53D1\u51FA\u3002"),
    "not-found": words("\u672A\u627E\u5230", "\u6240\u8BF7\u6C42\u7684\u5185\u5BB9\u4E0D\u5B58\u5728\u3002"),
    "no-valuation": words("\u5C1A\u65E0\u4F30\u503C", "\u8BE5\u65E5\u53CA\u4E4B\u524D\u6CA1\u6709\u5DF2\u62AB\u9732\u7684\u4F30\u503C\u3002"),
    "method-not-allowed": words("\u65B9\u6CD5\u4E0D\u5141\u8BB8", "\u8BE5\u5730\u5740\u4E0D\u652F\u6301\u6B64\u8BF7\u6C42\u65B9\u6CD5\uFF0C\u53EF\u7528\u7684\u65B9\u6CD5\u89C1 Allow\u3002"),
    "request-timeout": words("\u8BF7\u6C42\u8D85\u65F6", "\u8BF7\u6C42\u672A\u80FD\u5728\u89C4\u5B9A\u65F6\u95F4\u5185\u53D1\u9001\u5B8C\u6BD5\u3002"),
    "body-too-large": words("\u8BF7\u6C42\u4F53\u8FC7\u5927", "\u8BF7\u6C42\u4F53\u4E0D\u5F97\u8D85\u8FC7 64 KB\u3002"),
    "media-type-unsupported": words("\u5A92\u4F53\u7C7B\u578B\u4E0D\u652F\u6301", "\u8BF7\u6C42\u4F53\u987B\u4E3A application/json\u3002"),
    "too-many-requests": words("\u8BF7\u6C42\u8FC7\u4E8E\u9891\u7E41", "\u8BF7\u5728 Retry-After \u6240\u793A\u7684\u79D2\u6570\u4E4B\u540E\u518D\u8BD5\u3002"),
    "headers-too-large": words("\u8BF7\u6C42\u5934\u8FC7\u5927", "\u8BF7\u6C42\u5730\u5740\u4E0E\u8BF7\u6C42\u5934\u8FC7\u957F\u3002"),
    "internal-error": words("\u670D\u52A1\u5668\u5185\u90E8\u9519\u8BEF", "\u8BF7\u6C42\u672A\u80FD\u5B8C\u6210\uFF0C\u5DF2\u8BB0\u5F55\uFF1B\u8BF7\u7A0D\u540E\u518D\u8BD5\u3002"),
    "service-unavailable": words("\u670D\u52A1\u6682\u4E0D\u53EF\u7528", "\u8BF7\u7A0D\u540E\u518D\u8BD5\u3002")
  },
  en: {
    "request-invalid": words("Request not valid", "A field is missing or does not fit; see errors."),
    "json-invalid": words("Not valid JSON", "The body must be JSON in UTF-8."),
    "date-invalid": words("Date not valid", "A date must be one of the calendar, 1990 to 2199, as YYYY-MM-DD."),
    "id-number-invalid": words("ID number not valid", "Please check its length and its check digit."),
    "phone-invalid": words("Phone not valid", "Please check the number; one from abroad needs its country code."),
    "range-invalid": words("Date range not valid", "The first date must not be after the last one."),
    "range-outside-life": words("Date range outside the account\u2019s life", "No NAV was published in this range."),
    "cursor-invalid": words("Cursor not valid", "Please read again from the first page."),
    "not-signed-in": words("Not signed in", "Please sign in and try again."),
    "code-invalid": words("Code not valid", "The code is wrong, expired or used; please ask for a new one."),
    "header-missing": words("Header missing", "A change needs the header x-requested-with: sma."),
    "origin-refused": words("Origin refused", "Only pages of this site may send this request."),
    "not-found": words("Not found", "There is nothing here."),
    "no-valuation": words("No valuation yet", "Nothing was published on or before this day."),
    "method-not-allowed": words("Method not allowed", "This address takes other methods; see Allow."),
    "request-timeout": words("Request timed out", "The request did not arrive in time."),
    "body-too-large": words("Body too large", "A body may hold 64 KB."),
    "media-type-unsupported": words("Media type not supported", "The body must be application/json."),
    "too-many-requests": words("Too many requests", "Please try again after the seconds in Retry-After."),
    "headers-too-large": words("Headers too large", "Address and headers are too long."),
    "internal-error": words(
      "Internal error",
      "The request could not be served; this was logged. Please try again later."
    ),
    "service-unavailable": words("Service unavailable", "Please try again later.")
  }
};
var FIELD_WORDS = {
  "zh-CN": {
    "date-invalid": "\u4E0D\u662F\u6709\u6548\u7684\u65E5\u671F\uFF08YYYY-MM-DD\uFF09",
    "id-number-invalid": "\u8BC1\u4EF6\u53F7\u7801\u65E0\u6548",
    "phone-invalid": "\u624B\u673A\u53F7\u7801\u65E0\u6548",
    required: "\u5FC5\u586B",
    "too-short": "\u8FC7\u77ED\u6216\u8FC7\u5C0F",
    "too-long": "\u8FC7\u957F\u6216\u8FC7\u5927",
    "not-in-list": "\u4E0D\u5728\u53EF\u9009\u503C\u4E4B\u5185",
    "type-invalid": "\u7C7B\u578B\u6709\u8BEF",
    "format-invalid": "\u683C\u5F0F\u6709\u8BEF"
  },
  en: {
    "date-invalid": "not a date (YYYY-MM-DD)",
    "id-number-invalid": "not a valid ID number",
    "phone-invalid": "not a valid phone",
    required: "required",
    "too-short": "too short or too small",
    "too-long": "too long or too large",
    "not-in-list": "not one of the values that can be chosen",
    "type-invalid": "of the wrong type",
    "format-invalid": "not in the right format"
  }
};

// apps/server/src/features/docs/docs-page.ts
var ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
var escape = (text) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);
function docsPage(document) {
  const operations = Object.entries(document.paths).flatMap(
    ([path, methods]) => Object.entries(methods).map(([method, operation3]) => ({ method: method.toUpperCase(), path, operation: operation3 }))
  );
  const prefix = document.servers[0]?.url ?? "";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(document.info.title)} API</title>
<link rel="stylesheet" href="/api/docs.css">
</head>
<body>
<main>
<h1>${escape(document.info.title)} API</h1>
<p>${escape(document.info.description)}</p>
<p><a href="${prefix}/openapi.json">OpenAPI 3.1</a></p>
<nav><ul>
${operations.map(({ method, path, operation: operation3 }) => `<li><a href="#${operation3.operationId}"><code>${method} ${escape(path)}</code></a> ${escape(operation3.summary)}</li>`).join("\n")}
<li><a href="#errors">Errors</a></li>
</ul></nav>
${operations.map(({ method, path, operation: operation3 }) => section(`${method} ${prefix}${path}`, operation3)).join("\n")}
${errorTable()}
</main>
</body>
</html>
`;
}
function section(title, operation3) {
  const { operationId, summary, security, parameters: parameters2, requestBody, responses: responses2 } = operation3;
  const body = requestBody?.content["application/json"]?.schema;
  const replies = Object.entries(responses2).map(([status, { description, content }]) => {
    const schema = content?.["application/json"]?.schema;
    return `<h3>${status} <span>${escape(description)}</span></h3>${schema ? `<pre>${escape(shape(schema))}</pre>` : ""}`;
  });
  return `<section id="${operationId}">
<h2><code>${escape(title)}</code></h2>
<p>${escape(summary)}${security.length > 0 ? " Needs a session." : ""}</p>
${parameters2.length > 0 ? parameterTable(parameters2) : ""}
${body ? `<h3>Body</h3><pre>${escape(shape(body))}</pre>` : ""}
${replies.join("\n")}
</section>`;
}
function parameterTable(parameters2) {
  const rows = parameters2.map(
    ({ name, in: place, required, schema }) => `<tr><td><code>${escape(name)}</code></td><td>${place}${required ? ", required" : ""}</td><td><code>${escape(shape(schema))}</code></td></tr>`
  );
  return `<table><thead><tr><th>name</th><th>in</th><th>value</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}
function shape(schema, indent = "") {
  if (typeof schema === "boolean") return "any";
  const { anyOf, items, properties, additionalProperties, description } = schema;
  if (schema.const !== void 0) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (anyOf) return anyOf.map((one) => shape(one, indent)).join(" | ");
  if (items && !Array.isArray(items)) return `[ ${shape(items, indent)} ]`;
  if (properties) {
    const lines = Object.entries(properties).map(([name, one]) => {
      const mark = schema.required?.includes(name) ? "" : "?";
      return `${indent}  ${name}${mark}: ${shape(one, `${indent}  `)}`;
    });
    return `{
${lines.join("\n")}
${indent}}`;
  }
  if (typeof additionalProperties === "object") return `{ [name]: ${shape(additionalProperties, indent)} }`;
  const type = [schema.type ?? "any", schema.format && `(${schema.format})`].filter(Boolean).join(" ");
  return description ? `${type}, ${description}` : type;
}
function errorTable() {
  const rows = Object.keys(ERROR_STATUS).map((code) => {
    const [zh, en] = [ERROR_WORDS["zh-CN"][code], ERROR_WORDS.en[code]];
    return `<tr id="${code}"><td><code>${code}</code></td><td>${ERROR_STATUS[code]}</td><td>${escape(en.title)}. ${escape(en.detail)}</td><td lang="zh-CN">${escape(zh.title)}\u3002${escape(zh.detail)}</td></tr>`;
  });
  return `<section id="errors"><h2>Errors</h2><table><thead><tr><th>code</th><th>status</th><th>English</th><th>\u4E2D\u6587</th></tr></thead><tbody>${rows.join("")}</tbody></table></section>`;
}
var DOCS_CSS = `:root { color-scheme: light dark; }
body { margin: 0; font: 15px/1.6 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; }
h2 { font-size: 1.1rem; margin-top: 2.5rem; border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding-top: 1.5rem; }
h3 { font-size: 0.95rem; margin: 1rem 0 0.25rem; }
h3 span { font-weight: normal; }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
pre { overflow-x: auto; padding: 0.75rem 1rem; border-radius: 6px; background: color-mix(in srgb, currentColor 7%, transparent); }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
nav ul { padding-left: 0; list-style: none; }
`;

// packages/contract/src/holdings.ts
import { z as z4 } from "zod";
var holding = z4.object({
  fundCode: z4.string(),
  fundName: z4.string(),
  shares,
  cost: money.nullable(),
  unitNav: nav.nullable(),
  priceDate: date.nullable(),
  marketValue: money,
  profit: money.nullable(),
  profitSince: date.nullable().describe("the first loaded day, where the history before it is not loaded (R-HLD-5)"),
  ratio: rate.nullable(),
  status: z4.enum(["held", "sold-out", "in-transit", "dividend-pending"]),
  reasons
});
var readHoldings = defineEndpoint({
  ...endpoints.readHoldings,
  summary: "Holdings of one published day by asset class, sold-out funds included.",
  audience: "owner",
  params: codeParams,
  query: dateQuery,
  status: 200,
  reply: z4.object({
    date,
    netAssets: money,
    classes: z4.array(
      z4.object({
        assetClass,
        ratio: rate.nullable(),
        marketValue: money.nullable(),
        holdings: z4.array(holding),
        reasons
      })
    ),
    reasons
  }),
  errors: ["no-valuation"]
});

// packages/contract/src/performance.ts
import { z as z5 } from "zod";
var PERIOD_ERRORS = ["no-valuation", "range-invalid", "range-outside-life"];
var readPeriods = defineEndpoint({
  ...endpoints.readPeriods,
  summary: "The five periods: gain, return and what lies between opening and closing assets.",
  audience: "owner",
  params: codeParams,
  query: rangeQuery,
  status: 200,
  reply: z5.object({
    periods: z5.array(
      z5.object({
        key: periodKey,
        from: date.nullable(),
        to: date.nullable(),
        baseDate: date.nullable(),
        openingAssets: money.nullable(),
        subscriptions: money.nullable(),
        redemptions: money.nullable(),
        distributions: money.nullable(),
        gain: money.nullable(),
        closingAssets: money.nullable(),
        return: rate.nullable(),
        fees: money.nullable(),
        status: z5.enum(["ok", "short", "unavailable"]),
        reason: z5.string().nullable(),
        reasons
      })
    )
  }),
  errors: PERIOD_ERRORS
});
var readStages = defineEndpoint({
  ...endpoints.readStages,
  summary: "Return per week, month, half-year or year with the accumulated NAV at its end.",
  audience: "owner",
  params: codeParams,
  query: periodQuery.extend({ frequency: z5.enum(["week", "month", "half-year", "year"]).default("month").optional() }),
  status: 200,
  reply: z5.object({
    stages: z5.array(
      z5.object({
        bucket: z5.string(),
        date,
        accumulatedNav: nav.nullable(),
        return: rate.nullable(),
        complete: z5.boolean(),
        reasons
      })
    ),
    reasons: reasons.describe("why there are no stages")
  }),
  errors: PERIOD_ERRORS
});
var readNav = defineEndpoint({
  ...endpoints.readNav,
  summary: "NAV curve as columns of equal length, beginning with the base point.",
  audience: "owner",
  params: codeParams,
  query: periodQuery,
  status: 200,
  reply: z5.object({
    dates: z5.array(date),
    unitNav: z5.array(nav),
    accumulatedNav: z5.array(nav.nullable()),
    adjustedNav: z5.array(nav),
    benchmark: z5.array(nav.nullable()).nullable(),
    reasons
  }),
  errors: PERIOD_ERRORS
});
var readFees = defineEndpoint({
  ...endpoints.readFees,
  summary: "Fees of a period by fund and for the account.",
  audience: "owner",
  params: codeParams,
  query: rangeQuery,
  status: 200,
  reply: z5.object({
    from: date,
    to: date,
    total: money.nullable(),
    funds: z5.array(
      z5.object({
        fundCode: z5.string(),
        fundName: z5.string(),
        marketValue: money.nullable(),
        subscriptionFee: money,
        redemptionFee: money,
        reasons
      })
    ),
    account: z5.object({
      management: money.nullable(),
      custodian: money.nullable(),
      audit: money.nullable(),
      performance: money.nullable(),
      other: money.nullable(),
      reasons
    }),
    derived: z5.array(z5.string()).optional().describe("account fees derived from FA's payables (R-FEE-2)"),
    reasons
  }),
  errors: PERIOD_ERRORS
});

// packages/contract/src/portfolios.ts
import { z as z6 } from "zod";
var summaryFields = { code: z6.string(), name: z6.string(), strategy, launchDate: date };
var listPortfolios = defineEndpoint({
  ...endpoints.listPortfolios,
  summary: "The client's accounts with their last published day.",
  audience: "client",
  status: 200,
  reply: z6.object({
    portfolios: z6.array(
      z6.object({
        ...summaryFields,
        latest: z6.object({
          date,
          baseDate: date.nullable(),
          unitNav: nav,
          accumulatedNav: nav.nullable(),
          netAssets: money,
          dayGain: money.nullable(),
          dayReturn: rate.nullable(),
          reasons
        }).nullable()
      })
    )
  })
});
var readPortfolio = defineEndpoint({
  ...endpoints.readPortfolio,
  summary: "One account on one published day: figures and asset classes.",
  audience: "owner",
  params: codeParams,
  query: dateQuery,
  status: 200,
  reply: z6.object({
    ...summaryFields,
    manager: z6.string().nullable(),
    benchmark: z6.string().nullable(),
    date,
    firstDate: date,
    lastDate: date,
    unitNav: nav,
    accumulatedNav: nav.nullable(),
    netAssets: money,
    shares,
    dayGain: money.nullable(),
    dayReturn: rate.nullable(),
    gainSinceInception: money.nullable(),
    returnSinceInception: rate.nullable(),
    classes: z6.array(z6.object({ assetClass, ratio: rate.nullable(), marketValue: money.nullable(), reasons })),
    reasons
  }),
  errors: ["no-valuation"]
});

// packages/contract/src/transactions.ts
import { z as z7 } from "zod";
var listTransactions = defineEndpoint({
  ...endpoints.listTransactions,
  summary: "Confirmed transactions, oldest first.",
  audience: "owner",
  params: codeParams,
  query: rangeQuery.extend({
    fund: z7.string().max(32).optional(),
    limit: z7.coerce.number().int().min(1).max(1e3).default(100).optional(),
    cursor: z7.string().max(64).optional()
  }),
  status: 200,
  reply: z7.object({
    total: z7.int(),
    items: z7.array(
      z7.object({
        no: z7.int().describe("counts from 1 over the account's life"),
        date,
        fundCode: z7.string(),
        fundName: z7.string(),
        operation,
        amount: money.nullable(),
        shares: shares.nullable(),
        price: nav.nullable(),
        fee: money.nullable(),
        derived: z7.array(z7.enum(["amount", "shares"])).optional().describe("fields computed by R-TRX-3 or R-HLD-4, not stated by the confirmation"),
        reasons
      })
    ),
    next: z7.string().nullable()
  }),
  errors: ["range-invalid", "cursor-invalid"]
});

// packages/contract/src/api.ts
var api = {
  createChallenge,
  createSession,
  readSession,
  deleteSession,
  listPortfolios,
  readPortfolio,
  readHoldings,
  listTransactions,
  readPeriods,
  readStages,
  readNav,
  readFees,
  readBrand
};

// apps/server/src/features/docs/openapi.ts
import { z as z8 } from "zod";
var problem = z8.object({
  type: z8.string(),
  title: z8.string(),
  status: z8.int(),
  code: z8.string().describe("stable, kebab-case"),
  detail: z8.string(),
  errors: z8.array(z8.object({ field: z8.string(), code: z8.string(), detail: z8.string() })).optional().describe("what is wrong with which field")
});
function openApi() {
  const paths = {};
  for (const [name, endpoint] of Object.entries(api)) {
    const path = endpoint.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation2(name, endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "SMA Portal",
      version: "1",
      description: "Decimals are strings. Dates are business dates in Asia/Shanghai. A null figure has its reason in `reasons`. Errors are application/problem+json; `title` and `detail` follow Accept-Language."
    },
    servers: [{ url: API_PREFIX }],
    paths,
    components: {
      schemas: { Problem: schemaOf(problem, "output") },
      securitySchemes: {
        session: {
          type: "apiKey",
          in: "cookie",
          name: "sma_session",
          description: "__Host-sma_session behind https; set by POST /auth/sessions"
        }
      }
    }
  };
}
function schemaOf(schema, io) {
  const { $schema: _dialect, ...rest } = z8.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}
function operation2(name, endpoint) {
  const { summary, audience, path, body } = endpoint;
  return {
    operationId: name,
    summary,
    tags: [path.split("/")[1] ?? ""],
    security: audience === "public" ? [] : [{ session: [] }],
    parameters: parameters(endpoint),
    ...body && {
      requestBody: { required: true, content: { "application/json": { schema: schemaOf(body, "input") } } }
    },
    responses: responses(endpoint)
  };
}
function parameters({ method, params, query }) {
  const header = {
    name: "x-requested-with",
    in: "header",
    required: true,
    schema: { type: "string", const: "sma" }
  };
  return [...fieldsOf(params, "path"), ...fieldsOf(query, "query"), ...method === "GET" ? [] : [header]];
}
function fieldsOf(schema, place) {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input");
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: typeof property === "boolean" ? {} : property
  }));
}
function responses(endpoint) {
  const success = endpoint.status === 204 ? { description: "done" } : { description: "ok", content: { "application/json": { schema: schemaOf(endpoint.reply, "output") } } };
  const codes = errorsOf(endpoint);
  const failures = codes.map((code) => [
    String(ERROR_STATUS[code]),
    {
      description: codes.filter((other) => ERROR_STATUS[other] === ERROR_STATUS[code]).join(", "),
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } }
    }
  ]);
  return { [endpoint.status]: success, ...Object.fromEntries(failures) };
}
function errorsOf({ audience, method, query, body, errors = [] }) {
  const implied = [
    (query !== void 0 || body !== void 0) && "request-invalid",
    body !== void 0 && "json-invalid",
    audience !== "public" && "not-signed-in",
    audience === "owner" && "not-found",
    method !== "GET" && "header-missing",
    method !== "GET" && "origin-refused",
    body !== void 0 && "body-too-large",
    body !== void 0 && "media-type-unsupported",
    "internal-error"
  ];
  const named = Object.keys(ERROR_STATUS);
  return named.filter((code) => errors.includes(code) || implied.includes(code));
}

// apps/server/src/features/docs/docs.routes.ts
function docsRoutes(app2) {
  let built = null;
  const docs = () => built ??= buildDocs();
  app2.get(`${API_PREFIX}/openapi.json`, (request, reply) => sendKept(request, reply, docs().json));
  app2.get("/api/docs", (request, reply) => sendKept(request, reply.type("text/html; charset=utf-8"), docs().html));
  app2.get("/api/docs.css", (request, reply) => sendKept(request, reply.type("text/css; charset=utf-8"), docs().css));
}
function buildDocs() {
  const document = openApi();
  return {
    json: keptReply(Buffer.from(JSON.stringify(document))),
    html: keptReply(Buffer.from(docsPage(document))),
    css: keptReply(Buffer.from(DOCS_CSS))
  };
}

// apps/server/src/features/health/health.routes.ts
function healthRoutes(app2, { database, log }) {
  app2.get("/healthz", (_request, reply) => reply.header("cache-control", "no-store").send({ status: "ok" }));
  app2.get("/readyz", async (_request, reply) => {
    const ready = await isMigrated(database).catch((error) => {
      log.error({ err: error }, "the database does not answer");
      return false;
    });
    if (!ready) throw new AppError("service-unavailable", { retryAfterSeconds: 5 });
    return reply.header("cache-control", "no-store").send({ status: "ready" });
  });
}

// packages/finance/src/facts.ts
var ASSET_CLASSES = ["fixed-income", "equity", "alternative", "money", "cash"];

// packages/finance/src/invariant.ts
var InvariantError = class extends Error {
  name = "InvariantError";
};
function invariant(condition, message) {
  if (!condition) throw new InvariantError(message);
}

// packages/finance/src/holdings/classes.ts
function classRows(netAssetsE4, holdings, funds) {
  const netAssets = roundToCents(netAssetsE4);
  const sums = new Map(ASSET_CLASSES.map((name) => [name, 0n]));
  let cash = netAssets;
  for (const holding2 of holdings) {
    const marketValue = roundToCents(holding2.marketValueE4);
    if (marketValue === 0n) continue;
    const assetClass2 = funds.get(holding2.fundCode)?.assetClass;
    invariant(assetClass2, `fund ${holding2.fundCode} is held without an asset class (R-CHK-8)`);
    sums.set(assetClass2, (sums.get(assetClass2) ?? 0n) + marketValue);
    cash -= marketValue;
  }
  sums.set("cash", cash);
  return ASSET_CLASSES.map((assetClass2) => {
    const marketValueE4 = sums.get(assetClass2) ?? 0n;
    return { assetClass: assetClass2, marketValueE4, ratioE8: ratioOf(marketValueE4, netAssets) };
  });
}
function ratioOf(partE4, netAssetsE4) {
  if (netAssetsE4 <= 0n) return null;
  return divideRound(partE4 * 10n ** BigInt(PRICE_SCALE), netAssetsE4);
}

// packages/finance/src/transactions/money-and-shares.ts
var EFFECTS = {
  subscribe: "purchase",
  "switch-in": "purchase",
  buy: "purchase",
  redeem: "sale",
  "switch-out": "sale",
  sell: "sale",
  dividend: "dividend",
  reinvest: "reinvest",
  split: "silent",
  "adjust-in": "silent",
  "adjust-out": "silent",
  "transfer-in": "silent",
  "transfer-out": "silent"
};
var MINUS = /* @__PURE__ */ new Set(["redeem", "switch-out", "sell", "adjust-out", "transfer-out"]);
var PRICE_ONE = 10n ** BigInt(PRICE_SCALE);
var CENT_E4 = 100n;
var effectOf = (operation3) => EFFECTS[operation3];
function transactionMoney(transaction) {
  const { amountE4, sharesE4, priceE8, operation: operation3 } = transaction;
  const effect = effectOf(operation3);
  if (effect === "silent") return { valueE4: null, derived: false };
  const unstated = amountE4 === null || amountE4 === 0n && sharesE4 !== null && sharesE4 !== 0n;
  if (!unstated) return { valueE4: absolute(amountE4), derived: false };
  if (effect === "dividend" || sharesE4 === null || priceE8 === null || priceE8 <= 0n)
    return { valueE4: null, derived: false };
  const fee = transaction.feeE4 ?? 0n;
  const signedFee = effect === "purchase" ? fee : effect === "sale" ? -fee : 0n;
  const exact2 = absolute(sharesE4) * priceE8 + signedFee * PRICE_ONE;
  return { valueE4: divideRound(exact2, PRICE_ONE * CENT_E4) * CENT_E4, derived: true };
}
function transactionShares(transaction) {
  const { amountE4, sharesE4, priceE8, operation: operation3 } = transaction;
  const effect = effectOf(operation3);
  if (effect === "dividend") return { valueE4: null, derived: false };
  const unstated = sharesE4 === null || sharesE4 === 0n && amountE4 !== null && amountE4 !== 0n;
  if (!unstated) return { valueE4: operation3 === "split" ? sharesE4 : absolute(sharesE4), derived: false };
  if (effect === "silent" || amountE4 === null || priceE8 === null || priceE8 <= 0n)
    return { valueE4: null, derived: false };
  const fee = transaction.feeE4 ?? 0n;
  const traded = absolute(amountE4) + (effect === "purchase" ? -fee : effect === "sale" ? fee : 0n);
  return { valueE4: divideRound(traded * PRICE_ONE, priceE8 * CENT_E4) * CENT_E4, derived: true };
}
function signedShares(transaction) {
  if (transaction.operation === "dividend") return 0n;
  const { valueE4 } = transactionShares(transaction);
  if (valueE4 === null) return null;
  return MINUS.has(transaction.operation) ? -valueE4 : valueE4;
}

// packages/finance/src/holdings/in-transit.ts
var TRANSIT_DAYS = 3;
var DUST_E4 = 100n;
var MOST_CANDIDATES = 12;
function inTransit(transactions, surplusE4, day) {
  const window = Math.max(TRANSIT_DAYS, day.lag ?? 0);
  const late = transactions.filter((transaction) => transaction.operation !== "dividend").filter((transaction) => day.calendar.tradingDayDistance(transaction.date, day.date) <= window).slice(-MOST_CANDIDATES);
  const shares2 = late.map((transaction) => signedShares(transaction) ?? 0n);
  for (const choice of choices(late.length)) {
    let sum2 = 0n;
    for (const at of choice) sum2 += shares2[at] ?? 0n;
    if (absolute(sum2 - surplusE4) <= DUST_E4) return new Set(choice.map((at) => late[at]));
  }
  return null;
}
function* choices(count) {
  const indexes = Array.from({ length: count }, (_, at) => at);
  for (let size = 1; size <= count; size++) yield indexes.slice(-size);
  for (let mask = 1; mask < 2 ** count; mask++) yield indexes.filter((at) => Math.floor(mask / 2 ** at) % 2 === 1);
}

// packages/finance/src/holdings/opening.ts
var DUST_E42 = 100n;
function openingLot(fund, opening, transactions, calendar) {
  const row = opening.holdings.find((holding2) => holding2.fundCode === fund.code);
  const before = transactions.filter((transaction) => transaction.date <= opening.date);
  if (!row && before.length === 0) return null;
  if (before.length > 0 && explains(fund, row?.sharesE4 ?? 0n, before, { opening, calendar })) return null;
  if (row) return lotOf(row, opening.date);
  return { date: opening.date, sharesE4: 0n, costE4: 0n, marketValueE4: 0n, profitE4: null };
}
function explains(fund, heldE4, before, { opening, calendar }) {
  let shares2 = 0n;
  for (const transaction of before) {
    const signed = signedShares(transaction);
    if (signed === null) return false;
    shares2 += signed;
  }
  if (absolute(shares2 - heldE4) <= DUST_E42) return true;
  const day = { date: opening.date, lag: fund.priceLag ?? null, calendar };
  return inTransit(before, shares2 - heldE4, day) !== null;
}
function lotOf(row, date2) {
  const costE42 = row.o32CostE4 ?? row.sourceCostE4 ?? (row.sharesE4 === 0n ? 0n : null);
  const fromO32 = row.o32ProfitE4 === null || row.o32MarketValueE4 === null ? null : row.o32ProfitE4 + row.marketValueE4 - row.o32MarketValueE4;
  const unrealised = costE42 === null || row.sharesE4 === 0n ? null : row.marketValueE4 - costE42;
  const profitE4 = fromO32 ?? row.sourceProfitE4 ?? unrealised;
  return { date: date2, sharesE4: row.sharesE4, costE4: costE42, marketValueE4: row.marketValueE4, profitE4 };
}

// packages/finance/src/holdings/pending-income.ts
var LONGEST_SETTLEMENT = 60;
var BOOKING_TRADING_DAYS = 3;
function pendingIncome(income) {
  if (income.receivableE4 !== null && income.receivableE4 !== 0n)
    return justArrived(income, income.receivableE4) ? 0n : income.receivableE4;
  const settled = /* @__PURE__ */ new Set();
  for (const arrival of income.transactions.filter(isArrival)) {
    const open3 = income.dividends.findLast((dividend) => settles(arrival, dividend) && !settled.has(dividend.date));
    if (open3) settled.add(open3.date);
  }
  let pending = 0n;
  for (const { date: date2, dividendE8 } of income.dividends) {
    if (date2 > income.opening.date && date2 <= income.date && !settled.has(date2))
      pending += divideRound(sharesEntitled(income, date2) * dividendE8, 10n ** 10n) * 100n;
  }
  return pending;
}
var isArrival = ({ operation: operation3 }) => operation3 === "dividend" || operation3 === "reinvest";
var settles = (arrival, dividend) => dividend.date <= arrival.date && daysBetween(dividend.date, arrival.date) <= LONGEST_SETTLEMENT;
function justArrived({ transactions, calendar, date: date2 }, receivableE4) {
  return transactions.some(
    (transaction) => isArrival(transaction) && absolute((transactionMoney(transaction).valueE4 ?? 0n) - receivableE4) <= 100n && calendar.tradingDayDistance(transaction.date, date2) <= BOOKING_TRADING_DAYS
  );
}
function sharesEntitled({ opening, transactions }, exDate) {
  let shares2 = opening.sharesE4;
  for (const transaction of transactions) {
    if (transaction.date > exDate) break;
    if (transaction.date === exDate && transaction.operation === "reinvest") continue;
    shares2 += signedShares(transaction) ?? 0n;
  }
  return shares2 > 0n ? shares2 : 0n;
}

// packages/finance/src/holdings/position.ts
var COST_EXTRA = 10n ** 16n;
var DUST_E43 = 100n;
var PRICE_ONE_E8 = 10n ** 8n;
function openPosition(sharesE4, costE42) {
  return {
    sharesE4,
    costE20: (costE42 ?? 0n) * COST_EXTRA,
    paidE4: 0n,
    proceedsE4: 0n,
    dividendsE4: 0n,
    reinvestedE4: 0n,
    feesE4: 0n,
    sharesKnown: true,
    costKnown: costE42 !== null,
    moneyKnown: true
  };
}
function rollPosition(start, transactions, fund) {
  const position = { ...start };
  for (const transaction of inPossibleOrder(start.sharesE4, transactions)) apply(position, transaction, fund);
  return position;
}
var costE4 = (position) => position.costKnown ? divideRound(position.costE20, COST_EXTRA * 100n) * 100n : null;
function apply(position, transaction, fund) {
  const shares2 = signedShares(transaction);
  const money3 = moneyOf(transaction, fund);
  position.feesE4 += transaction.feeE4 ?? 0n;
  switch (effectOf(transaction.operation)) {
    case "purchase":
      position.paidE4 += money3 ?? 0n;
      addCost(position, money3);
      break;
    case "reinvest":
      position.reinvestedE4 += money3 ?? 0n;
      addCost(position, money3);
      break;
    case "sale":
      position.proceedsE4 += money3 ?? 0n;
      removeCost(position, shares2 === null ? null : -shares2);
      break;
    case "dividend":
      position.dividendsE4 += money3 ?? 0n;
      break;
    case "silent":
      break;
  }
  if (money3 === null && !["silent", "reinvest"].includes(effectOf(transaction.operation))) position.moneyKnown = false;
  if (shares2 === null) {
    position.sharesKnown = false;
    position.costKnown = false;
    return;
  }
  position.sharesE4 += shares2;
}
function moneyOf(transaction, fund) {
  const atPar = transaction.operation === "reinvest" && fund === "money" && transaction.priceE8 === null;
  return transactionMoney(atPar ? { ...transaction, priceE8: PRICE_ONE_E8 } : transaction).valueE4;
}
function addCost(position, moneyE4) {
  if (moneyE4 === null) position.costKnown = false;
  else position.costE20 += moneyE4 * COST_EXTRA;
}
function removeCost(position, soldE4) {
  if (soldE4 === null) return;
  if (position.sharesE4 - soldE4 <= DUST_E43) {
    position.costE20 = 0n;
    if (position.sharesKnown) position.costKnown = true;
    return;
  }
  position.costE20 -= divideRound(position.costE20 * soldE4, position.sharesE4);
}
function inPossibleOrder(openingE4, transactions) {
  let held = openingE4;
  let possible = true;
  for (const transaction of transactions) {
    held += signedShares(transaction) ?? 0n;
    if (held < -DUST_E43) possible = false;
  }
  if (possible) return transactions;
  const rank = (transaction) => (signedShares(transaction) ?? 0n) < 0n ? 1 : 0;
  return [...transactions].sort(
    (left, right) => left.date === right.date ? rank(left) - rank(right) : left.date < right.date ? -1 : 1
  );
}

// packages/finance/src/holdings/fund-profit.ts
var DUST_E44 = 100n;
function fundProfit(day) {
  const upToDay = day.transactions.filter((transaction) => transaction.date <= day.date);
  const lot = openingLot(day.fund, day.opening, upToDay, day.calendar);
  const counted = lot === null ? upToDay : upToDay.filter((transaction) => transaction.date > lot.date);
  const held = day.holding?.sharesE4 ?? 0n;
  const start = openPosition(lot?.sharesE4 ?? 0n, lot === null ? 0n : lot.costE4);
  const all = rollPosition(start, counted, day.fund.assetClass);
  const surplus = all.sharesE4 - held;
  const transit = !all.sharesKnown || absolute(surplus) <= DUST_E44 ? null : transitOf(day, counted, surplus);
  const kept = transit === null ? counted : counted.filter((transaction) => !transit.has(transaction));
  const position = transit === null ? all : rollPosition(start, kept, day.fund.assetClass);
  const pendingIncomeE4 = pendingIncome({
    date: day.date,
    receivableE4: day.holding?.dividendReceivableE4 ?? null,
    opening: { date: lot?.date ?? "", sharesE4: lot?.sharesE4 ?? 0n },
    transactions: kept,
    dividends: day.dividends,
    calendar: day.calendar
  });
  const known = {
    feesE4: position.feesE4,
    profitSince: lot?.date ?? null,
    inTransitE4: transit === null ? 0n : surplus,
    isInTransit: transit !== null,
    pendingIncomeE4
  };
  return { ...known, ...costAndProfit({ position, lot, pendingIncomeE4, held, holding: day.holding }) };
}
var transitOf = (day, counted, surplus) => inTransit(counted, surplus, { date: day.date, lag: day.fund.priceLag ?? null, calendar: day.calendar });
function costAndProfit(outcome) {
  const { position, lot, held } = outcome;
  const whole = sharesReason(position, held);
  if (whole !== null) {
    const reasons3 = held === 0n ? { profit: whole } : { cost: whole, profit: whole };
    return { costE4: held === 0n ? 0n : null, profitE4: null, parts: null, reasons: reasons3 };
  }
  if (held === 0n && position.costKnown && position.costE20 > 0n)
    return { costE4: 0n, profitE4: null, parts: null, reasons: { profit: "left-without-sale" } };
  const cost = costE4(position);
  const costReason = lot !== null && lot.costE4 === null ? "opening-cost-unknown" : "amount-unknown";
  const reasons2 = cost === null ? { cost: costReason } : {};
  if (!position.moneyKnown) reasons2.profit = "amount-unknown";
  else if (lot !== null && lot.profitE4 === null) reasons2.profit = "opening-profit-unknown";
  if (reasons2.profit !== void 0) return { costE4: cost, profitE4: null, parts: null, reasons: reasons2 };
  const profitE4 = totalProfit(outcome);
  return { costE4: cost, profitE4, parts: cost === null ? null : partsOf(outcome, cost, profitE4), reasons: reasons2 };
}
function sharesReason(position, held) {
  if (!position.sharesKnown) return "shares-unknown";
  return absolute(position.sharesE4 - held) > DUST_E44 ? "shares-unexplained" : null;
}
function totalProfit({ position, lot, pendingIncomeE4, holding: holding2 }) {
  const { proceedsE4, dividendsE4, paidE4 } = position;
  const earlier = lot === null ? 0n : (lot.profitE4 ?? 0n) - lot.marketValueE4;
  const marketValue = roundToCents(holding2?.marketValueE4 ?? 0n);
  return roundToCents(earlier + marketValue + proceedsE4 + dividendsE4 + pendingIncomeE4 - paidE4);
}
function partsOf({ position, lot, pendingIncomeE4, holding: holding2 }, cost, profit) {
  const unrealisedE4 = roundToCents(holding2?.marketValueE4 ?? 0n) - cost;
  const incomeE4 = roundToCents(position.dividendsE4 + position.reinvestedE4 + pendingIncomeE4);
  const earlierE4 = lot === null ? 0n : roundToCents((lot.profitE4 ?? 0n) - (lot.marketValueE4 - (lot.costE4 ?? lot.marketValueE4)));
  return { unrealisedE4, incomeE4, earlierE4, realisedE4: profit - unrealisedE4 - incomeE4 - earlierE4 };
}

// packages/finance/src/holdings/holdings-day.ts
function holdingRows(input) {
  const held = byFund(mergedHoldings(input.holdings));
  const traded = grouped(input.transactions.filter((transaction) => transaction.date <= input.date));
  const dividends = grouped(input.dividends);
  const opening = { date: input.opening.date, holdings: mergedHoldings(input.opening.holdings) };
  const codes = /* @__PURE__ */ new Set([...held.keys(), ...traded.keys(), ...opening.holdings.map((holding2) => holding2.fundCode)]);
  const rows = [...codes].map((code) => {
    const fund = input.funds.get(code) ?? { code, name: code, assetClass: null };
    const holding2 = held.get(code) ?? null;
    const transactions = traded.get(code) ?? [];
    const common = { date: input.date, calendar: input.calendar, opening };
    const profit = fundProfit({ ...common, fund, holding: holding2, transactions, dividends: dividends.get(code) ?? [] });
    return holdingRow(input, { fund, holding: holding2, profit });
  });
  return rows.sort(largestFirst);
}
function mergedHoldings(holdings) {
  const merged = /* @__PURE__ */ new Map();
  for (const row of holdings) {
    const other = merged.get(row.fundCode);
    merged.set(row.fundCode, other ? added(other, row) : row);
  }
  return [...merged.values()];
}
function holdingRow(input, { fund, holding: holding2, profit }) {
  const sharesE4 = holding2?.sharesE4 ?? 0n;
  const marketValueE4 = roundToCents(holding2?.marketValueE4 ?? 0n);
  const isHeld = holding2 !== null && (sharesE4 !== 0n || marketValueE4 !== 0n);
  const priceDate = isHeld && holding2.priceDate !== input.date ? holding2.priceDate : null;
  return {
    ...profit,
    fundCode: fund.code,
    fundName: fund.name,
    assetClass: fund.assetClass,
    sharesE4,
    unitNavE8: isHeld ? holding2.unitNavE8 : null,
    priceDate,
    marketValueE4,
    ratioE8: marketValueE4 === 0n ? 0n : ratioOf(marketValueE4, roundToCents(input.netAssetsE4)),
    status: statusOf(profit, isHeld)
  };
}
function statusOf(profit, isHeld) {
  if (profit.isInTransit) return "in-transit";
  if (profit.pendingIncomeE4 > 0n) return "dividend-pending";
  return isHeld ? "held" : "sold-out";
}
var largestFirst = (left, right) => {
  if (left.marketValueE4 !== right.marketValueE4) return left.marketValueE4 > right.marketValueE4 ? -1 : 1;
  return left.fundCode < right.fundCode ? -1 : 1;
};
var byFund = (holdings) => new Map(holdings.map((holding2) => [holding2.fundCode, holding2]));
function grouped(rows) {
  const groups = /* @__PURE__ */ new Map();
  for (const row of rows) {
    const group = groups.get(row.fundCode);
    if (group) group.push(row);
    else groups.set(row.fundCode, [row]);
  }
  return groups;
}
var sum = (left, right) => left === null || right === null ? null : left + right;
function added(left, right) {
  return {
    ...left,
    unitNavE8: left.unitNavE8 ?? right.unitNavE8,
    priceDate: left.priceDate ?? right.priceDate,
    sharesE4: left.sharesE4 + right.sharesE4,
    marketValueE4: left.marketValueE4 + right.marketValueE4,
    sourceCostE4: sum(left.sourceCostE4, right.sourceCostE4),
    sourceProfitE4: sum(left.sourceProfitE4, right.sourceProfitE4),
    o32CostE4: sum(left.o32CostE4, right.o32CostE4),
    o32ProfitE4: sum(left.o32ProfitE4, right.o32ProfitE4),
    o32MarketValueE4: sum(left.o32MarketValueE4, right.o32MarketValueE4),
    dividendReceivableE4: sum(left.dividendReceivableE4 ?? 0n, right.dividendReceivableE4 ?? 0n)
  };
}

// packages/finance/src/numbers.ts
var sharesText = (sharesE4) => formatScaled(sharesE4, MONEY_SCALE, sharesE4 % 100n === 0n ? 2 : 4);
var navText = (navE8, decimals) => formatScaled(navE8, PRICE_SCALE, decimals);
function priceText(priceE8) {
  let decimals = PRICE_SCALE;
  let rest = priceE8;
  while (decimals > 4 && rest % 10n === 0n) {
    rest /= 10n;
    decimals--;
  }
  return formatScaled(priceE8, PRICE_SCALE, decimals);
}
var adjustedNavText = (navE8) => formatScaled(navE8, PRICE_SCALE, PRICE_SCALE);
var rateText = (rateE8) => formatScaled(rateE8, PRICE_SCALE, PRICE_SCALE);

// apps/server/src/features/days/reply-parts.ts
var moneyOrNull = (valueE4) => valueE4 === null ? null : moneyText(valueE4);
var rateOrNull = (valueE8) => valueE8 === null ? null : rateText(valueE8);
function reasonsFor(figures, codes) {
  const reasons2 = {};
  for (const [field, code] of Object.entries(codes)) if (figures[field] === null && code) reasons2[field] = code;
  return Object.keys(reasons2).length === 0 ? {} : { reasons: reasons2 };
}

// apps/server/src/features/days/day-classes.ts
async function dayClasses(book, index) {
  const point = book.series.points[index];
  if (!point || !book.holdingsKnown(index)) return unknownClasses("holdings-unavailable");
  const holdings = await book.holdings(index);
  const funds = await book.funds(holdings.map((holding2) => holding2.fundCode));
  if (holdings.some((holding2) => lacksClass(holding2, funds))) return unknownClasses("fund-class-missing");
  const classes = classRows(point.netAssetsE4, holdings, funds).map(({ assetClass: assetClass2, marketValueE4, ratioE8 }) => {
    const figures = { ratio: rateOrNull(ratioE8), marketValue: moneyOrNull(marketValueE4) };
    return { assetClass: assetClass2, ...figures, ...reasonsFor(figures, { ratio: "net-assets-not-positive" }) };
  });
  return { classes, reason: null };
}
var lacksClass = (holding2, funds) => roundToCents(holding2.marketValueE4) !== 0n && !funds.get(holding2.fundCode)?.assetClass;
function unknownClasses(reason) {
  const reasons2 = { ratio: reason, marketValue: reason };
  return {
    classes: ASSET_CLASSES.map((assetClass2) => ({ assetClass: assetClass2, ratio: null, marketValue: null, reasons: reasons2 })),
    reason
  };
}

// apps/server/src/features/holdings/holdings.service.ts
async function holdingsDay(book, index) {
  const point = book.series.points[index];
  if (!point) throw new AppError("no-valuation");
  const { classes, reason } = await dayClasses(book, index);
  const day = { date: point.date, netAssets: moneyText(point.netAssetsE4) };
  if (!book.holdingsKnown(index)) {
    const unknown = (row) => ({ ...row, holdings: [], reasons: { ...row.reasons, ...HOLDINGS_UNKNOWN } });
    return { ...day, classes: classes.map(unknown), reasons: { classes: "holdings-unavailable" } };
  }
  const rows = await dayRows(book, index);
  const lacksClass2 = reason ?? (rows.some((row) => row.assetClass === null) ? "fund-class-missing" : null);
  return {
    ...day,
    classes: classes.map((row) => ({
      ...row,
      holdings: rows.filter(({ assetClass: assetClass2 }) => assetClass2 === row.assetClass).map(holdingReply)
    })),
    ...lacksClass2 ? { reasons: { classes: lacksClass2 } } : {}
  };
}
var HOLDINGS_UNKNOWN = { holdings: "holdings-unavailable" };
async function dayRows(book, index) {
  const { calendar, series, transactions } = book;
  const point = series.points[index];
  const opening = await book.opening(index);
  if (!point || !opening) return [];
  const holdings = await book.holdings(index);
  const codes = new Set([...holdings, ...opening.holdings, ...transactions].map(({ fundCode }) => fundCode));
  const [funds, dividends] = [await book.funds(codes), await book.dividends(codes)];
  const { date: date2, netAssetsE4 } = point;
  return holdingRows({ date: date2, netAssetsE4, holdings, opening, transactions, dividends, funds, calendar });
}
function holdingReply(row) {
  const figures = {
    cost: moneyOrNull(row.costE4),
    unitNav: row.unitNavE8 === null ? null : priceText(row.unitNavE8),
    profit: moneyOrNull(row.profitE4),
    ratio: rateOrNull(row.ratioE8)
  };
  const codes = {
    ...row.reasons,
    unitNav: row.sharesE4 === 0n && row.marketValueE4 === 0n ? "sold-out" : "not-stated",
    ratio: "net-assets-not-positive"
  };
  return {
    fundCode: row.fundCode,
    fundName: row.fundName,
    shares: sharesText(row.sharesE4),
    ...figures,
    priceDate: row.priceDate,
    marketValue: moneyText(row.marketValueE4),
    profitSince: row.profitSince,
    status: row.status,
    ...reasonsFor(figures, codes)
  };
}

// apps/server/src/features/holdings/holdings.routes.ts
function holdingRoutes(router, books) {
  router.keptRoute(
    readHoldings,
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio);
      const index = dayIndex(book, query.date);
      if (index < 0) throw new AppError("no-valuation");
      return `${portfolio.id}@${book.revision} ${index}`;
    },
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio);
      return holdingsDay(book, dayIndex(book, query.date));
    }
  );
}

// packages/finance/src/periods/range.ts
function resolveRange(series, asked) {
  const last = series.points.at(-1);
  if (!last) return { ok: false, problem: "no-valuation" };
  const to = asked.to ?? last.date;
  const from = asked.from ?? series.points[lastPointUpTo(series, to)]?.date ?? to;
  if (!isDate(from) || !isDate(to) || from > to) return { ok: false, problem: "range-invalid" };
  if (to < series.launch.date || from > last.date) return { ok: false, problem: "range-outside-life" };
  return { ok: true, range: { from, to } };
}

// packages/finance/src/periods/period-window.ts
var PERIOD_KEYS = ["custom", "month-to-date", "year-to-date", "three-years", "since-inception"];
function periodWindow(series, calendar, key, range) {
  const asked = periodStart(key, range, calendar, series.launch.date);
  if (asked > range.to) return { key, from: asked, to: range.to, status: "unavailable", reason: "period-not-begun" };
  const cut = asked < series.launch.date;
  const from = cut ? series.launch.date : asked;
  return windowFrom(series, { key, from, to: range.to }, cut);
}
function windowPoints(series, window) {
  const later = series.points.slice(window.baseIndex + 1, window.closingIndex + 1);
  const [first] = later;
  if (window.baseIndex < 0 && first?.date === window.base.date && first.unitNavE8 === window.base.unitNavE8)
    return later;
  return [window.base, ...later];
}
function periodStart(key, range, calendar, launch) {
  switch (key) {
    case "custom":
      return range.from;
    case "month-to-date":
      return calendar.firstTradingDayOfMonth(range.to);
    case "year-to-date":
      return calendar.firstTradingDayOfYear(range.to);
    case "three-years":
      return addDays(addYears(range.to, -3), 1);
    case "since-inception":
      return launch;
  }
}
function windowFrom(series, asked, cut) {
  const unavailable = (reason) => ({ ...asked, status: "unavailable", reason });
  const closingIndex = lastPointUpTo(series, asked.to);
  const closing = series.points[closingIndex];
  if (!closing || closing.date < asked.from) return unavailable("no-valuation-in-range");
  const baseIndex = lastPointUpTo(series, addDays(asked.from, -1));
  const base = series.points[baseIndex];
  const whole = { ...asked, closing, closingIndex };
  if (base) return { ...whole, base, baseIndex, status: cut ? "short" : "ok", reason: cut ? "since-launch" : null };
  if (asked.from <= series.launch.date) {
    if (!series.historyComplete) return unavailable("history-incomplete");
    const status = cut ? "short" : "ok";
    return { ...whole, base: series.launch, baseIndex: -1, status, reason: cut ? "since-launch" : null };
  }
  const [first] = series.points;
  if (!first || closingIndex === 0) return unavailable("no-earlier-valuation");
  const from = addDays(first.date, 1);
  return { ...whole, from, base: first, baseIndex: 0, status: "short", reason: "history-not-loaded" };
}

// apps/server/src/features/performance/asked-range.ts
function askedRange({ series }, asked) {
  const result = resolveRange(series, asked);
  if (!result.ok) throw new AppError(result.problem);
  return result.range;
}
function askedWindow(book, asked) {
  return periodWindow(book.series, book.calendar, asked.period ?? "custom", askedRange(book, asked));
}
var windowKey = ({ key, from, to }) => `${key} ${from} ${to}`;

// packages/finance/src/nav/nav-columns.ts
function navColumns(points, benchmark) {
  return {
    dates: points.map((point) => point.date),
    unitNavE8: points.map((point) => point.unitNavE8),
    accumulatedNavE8: points.map((point) => point.accumulatedNavE8),
    adjustedNavE8: points.map(adjustedNavE8),
    benchmarkE8: benchmark.length === 0 ? null : benchmarkColumn(points, benchmark)
  };
}
function benchmarkColumn(points, benchmark) {
  const values = new Map(benchmark.map((row) => [row.date, row.valueE8]));
  const base = points[0];
  const baseValue = base && values.get(base.date);
  if (!base || !baseValue || baseValue <= 0n) return points.map(() => null);
  const top = base.unitNavE8 * base.factor.numerator;
  const bottom = baseValue * base.factor.denominator;
  return points.map(({ date: date2 }) => {
    const value = values.get(date2);
    return value === void 0 ? null : divideRound(value * top, bottom);
  });
}

// packages/finance/src/nav/returns.ts
import { Decimal } from "decimal.js";
var ONE_E8 = 10n ** BigInt(PRICE_SCALE);
var PreciseDecimal = Decimal.clone({ precision: 40 });
function periodReturn(base, end) {
  if (base.unitNavE8 <= 0n || end.unitNavE8 <= 0n) return null;
  if (base.factor === end.factor) return divideRound((end.unitNavE8 - base.unitNavE8) * ONE_E8, base.unitNavE8);
  const top = end.unitNavE8 * end.factor.numerator * base.factor.denominator;
  const bottom = base.unitNavE8 * base.factor.numerator * end.factor.denominator;
  return divideRound((top - bottom) * ONE_E8, bottom);
}

// packages/finance/src/stages/stages.ts
function stages(series, window, frequency, calendar) {
  if (window.status === "unavailable") return [];
  const last = series.points.at(-1)?.date ?? window.closing.date;
  const known = last < window.to ? last : window.to;
  const result = [];
  let previous = window.base;
  for (let at = window.baseIndex + 1; at <= window.closingIndex; ) {
    const bucket = bucketOf(series.points[at]?.date ?? window.closing.date, frequency);
    while (at < window.closingIndex && (series.points[at + 1]?.date ?? "~") <= bucket.end) at++;
    const point = series.points[at++];
    if (!point) break;
    result.push({
      bucket: bucket.name,
      date: point.date,
      accumulatedNavE8: point.accumulatedNavE8,
      returnE8: periodReturn(previous, point),
      complete: !tradesWithin(calendar, bucket.start, window.from) && !tradesAfter(calendar, known, bucket.end)
    });
    previous = point;
  }
  return result;
}
var tradesWithin = (calendar, start, from) => start < from && calendar.nextTradingDay(addDays(start, -1)) < from;
var tradesAfter = (calendar, known, end) => known < end && calendar.nextTradingDay(known) <= end;
function bucketOf(date2, frequency) {
  const year = date2.slice(0, 4);
  switch (frequency) {
    case "week": {
      const start = addDays(date2, 1 - weekday(date2));
      return { name: isoWeek(date2), start, end: addDays(start, 6) };
    }
    case "month":
      return { name: date2.slice(0, 7), start: monthStart(date2), end: monthEnd(date2) };
    case "half-year":
      return monthOf(date2) <= 6 ? { name: `${year}-H1`, start: `${year}-01-01`, end: `${year}-06-30` } : { name: `${year}-H2`, start: `${year}-07-01`, end: `${year}-12-31` };
    case "year":
      return { name: year, start: yearStart(date2), end: `${year}-12-31` };
  }
}

// apps/server/src/features/performance/curve.service.ts
function navReply(book, window) {
  const points = window.status === "unavailable" ? [] : windowPoints(book.series, window);
  const columns = navColumns(points, book.benchmark());
  const decimals = book.series.navDecimals;
  const reasons2 = columnReasons(columns);
  if (window.status === "unavailable") reasons2["dates"] = window.reason;
  return {
    dates: columns.dates,
    unitNav: columns.unitNavE8.map((value) => navText(value, decimals)),
    accumulatedNav: columns.accumulatedNavE8.map((value) => value === null ? null : navText(value, decimals)),
    adjustedNav: columns.adjustedNavE8.map(adjustedNavText),
    benchmark: columns.benchmarkE8?.map((value) => value === null ? null : adjustedNavText(value)) ?? null,
    ...Object.keys(reasons2).length > 0 ? { reasons: reasons2 } : {}
  };
}
function columnReasons({ accumulatedNavE8, benchmarkE8 }) {
  const reasons2 = {};
  if (accumulatedNavE8.includes(null)) reasons2["accumulatedNav"] = "not-stated";
  if (benchmarkE8 === null) reasons2["benchmark"] = "no-benchmark";
  else if (benchmarkE8.includes(null)) reasons2["benchmark"] = "benchmark-value-missing";
  return reasons2;
}
function stagesReply(book, window, frequency) {
  const rows = stages(book.series, window, frequency, book.calendar);
  return {
    stages: rows.map((stage) => stageReply(stage, book.series.navDecimals)),
    ...window.status === "unavailable" ? { reasons: { stages: window.reason } } : {}
  };
}
function stageReply(stage, decimals) {
  const figures = {
    accumulatedNav: stage.accumulatedNavE8 === null ? null : navText(stage.accumulatedNavE8, decimals),
    return: rateOrNull(stage.returnE8)
  };
  return {
    bucket: stage.bucket,
    date: stage.date,
    ...figures,
    complete: stage.complete,
    ...reasonsFor(figures, { accumulatedNav: "not-stated", return: "nav-not-positive" })
  };
}

// packages/finance/src/fees/period-fees.ts
var SIDES = {
  subscribe: "subscriptionFeeE4",
  "switch-in": "subscriptionFeeE4",
  buy: "subscriptionFeeE4",
  reinvest: "subscriptionFeeE4",
  redeem: "redemptionFeeE4",
  "switch-out": "redemptionFeeE4",
  sell: "redemptionFeeE4"
};
function periodFees(window, transactions, accruals) {
  if (window.status === "unavailable") return unavailableFees(window.reason);
  const { base, baseIndex, closing, closingIndex } = window;
  const funds = fundFees(transactions, { after: baseIndex < 0 ? "" : base.date, to: closing.date });
  const fees = { ...unavailableFees(null), funds, totalE4: 0n };
  for (const { subscriptionFeeE4, redemptionFeeE4 } of funds) add(fees, subscriptionFeeE4 + redemptionFeeE4);
  for (const part of FEE_PARTS) addPart(fees, part, accruedBetween(accruals[part], baseIndex, closingIndex));
  return fees;
}
function add(fees, valueE4) {
  if (fees.totalE4 !== null) fees.totalE4 += valueE4;
}
function addPart(fees, part, accrued) {
  if (accrued.valueE4 === null) {
    fees.totalE4 = null;
    fees.reason ??= accrued.reason;
    if (accrued.reason) fees.reasons[part] = accrued.reason;
    return;
  }
  fees.account[part] = roundToCents(accrued.valueE4);
  if (accrued.derived) fees.derived.push(part);
  add(fees, roundToCents(accrued.valueE4));
}
function fundFees(transactions, range) {
  const funds = /* @__PURE__ */ new Map();
  for (const { date: date2, fundCode, operation: operation3, feeE4 } of transactions) {
    if (date2 > range.to) break;
    const side = SIDES[operation3];
    if (date2 <= range.after || !side || feeE4 === null || feeE4 === 0n) continue;
    let fund = funds.get(fundCode);
    if (!fund) funds.set(fundCode, fund = { fundCode, subscriptionFeeE4: 0n, redemptionFeeE4: 0n });
    fund[side] += feeE4;
  }
  return [...funds.values()].map(({ fundCode, subscriptionFeeE4, redemptionFeeE4 }) => ({
    fundCode,
    subscriptionFeeE4: roundToCents(subscriptionFeeE4),
    redemptionFeeE4: roundToCents(redemptionFeeE4)
  })).sort((left, right) => left.fundCode < right.fundCode ? -1 : 1);
}
function unavailableFees(reason) {
  const account = { management: null, custodian: null, audit: null, performance: null, other: null };
  const reasons2 = reason === null ? {} : Object.fromEntries(FEE_PARTS.map((part) => [part, reason]));
  return { totalE4: null, reason, funds: [], account, reasons: reasons2, derived: [] };
}

// packages/finance/src/periods/period-figures.ts
var FIGURES = [
  "openingAssets",
  "subscriptions",
  "redemptions",
  "distributions",
  "gain",
  "closingAssets",
  "return"
];
function periodFigures(series, window) {
  if (window.status === "unavailable") return unavailableFigures(window);
  const { key, from, base, closing, status, reason } = window;
  const openingAssetsE4 = roundToCents(base.netAssetsE4);
  const closingAssetsE4 = roundToCents(closing.netAssetsE4);
  const subscriptionsE4 = flowSum(series, window, "subscription");
  const redemptionsE4 = flowSum(series, window, "redemption");
  const distributionsE4 = flowSum(series, window, "distribution");
  const returnE8 = periodReturn(base, closing);
  return {
    key,
    from,
    to: closing.date,
    baseDate: base.date,
    openingAssetsE4,
    subscriptionsE4,
    redemptionsE4,
    distributionsE4,
    gainE4: closingAssetsE4 - openingAssetsE4 - subscriptionsE4 + redemptionsE4 + distributionsE4,
    closingAssetsE4,
    returnE8,
    status,
    reason,
    reasons: returnE8 === null ? { return: "nav-not-positive" } : {}
  };
}
function dayFigures(series, calendar, date2) {
  const day = series.points[lastPointUpTo(series, date2)]?.date ?? date2;
  const range = { from: day, to: day };
  const figures = periodFigures(series, periodWindow(series, calendar, "custom", range));
  const reason = figures.status === "unavailable" ? figures.reason : figures.reasons["return"] ?? null;
  return { baseDate: figures.baseDate, gainE4: figures.gainE4, returnE8: figures.returnE8, reason };
}
function flowSum(series, window, kind) {
  let sum2 = 0n;
  for (const flow of series.flows) {
    if (flow.date > window.closing.date) break;
    const since = window.baseIndex < 0 || flow.date > window.base.date;
    if (since && flow.kind === kind) sum2 += roundToCents(absolute(flow.amountE4));
  }
  return sum2;
}
function unavailableFigures(window) {
  return {
    ...window,
    baseDate: null,
    openingAssetsE4: null,
    subscriptionsE4: null,
    redemptionsE4: null,
    distributionsE4: null,
    gainE4: null,
    closingAssetsE4: null,
    returnE8: null,
    reasons: Object.fromEntries(FIGURES.map((figure) => [figure, window.reason]))
  };
}

// apps/server/src/features/performance/periods.service.ts
function periodsReply(book, range) {
  return { periods: PERIOD_KEYS.map((key) => periodReply(book, periodWindow(book.series, book.calendar, key, range))) };
}
function periodReply(book, window) {
  const period = periodFigures(book.series, window);
  const fees = periodFees(window, book.transactions, book.accruals);
  const figures = {
    openingAssets: moneyOrNull(period.openingAssetsE4),
    subscriptions: moneyOrNull(period.subscriptionsE4),
    redemptions: moneyOrNull(period.redemptionsE4),
    distributions: moneyOrNull(period.distributionsE4),
    gain: moneyOrNull(period.gainE4),
    closingAssets: moneyOrNull(period.closingAssetsE4),
    return: rateOrNull(period.returnE8),
    fees: moneyOrNull(fees.totalE4)
  };
  const { key, from, to, baseDate, status, reason } = period;
  const reasons2 = reasonsFor(figures, { ...period.reasons, fees: fees.reason });
  return { key, from, to, baseDate, ...figures, status, reason, ...reasons2 };
}
async function feesReply(book, window) {
  const fees = periodFees(window, book.transactions, book.accruals);
  const closing = window.status === "unavailable" ? null : window;
  const held = closing && book.holdingsKnown(closing.closingIndex) ? await book.holdings(closing.closingIndex) : null;
  const figures = { total: moneyOrNull(fees.totalE4) };
  return {
    from: window.from,
    to: closing?.closing.date ?? window.to,
    ...figures,
    funds: await fundRows(book, fees.funds, held),
    account: accountFees(fees),
    ...fees.derived.length > 0 ? { derived: fees.derived } : {},
    ...reasonsFor(figures, { total: fees.reason })
  };
}
function accountFees({ account, reasons: reasons2 }) {
  const figures = {
    management: moneyOrNull(account.management),
    custodian: moneyOrNull(account.custodian),
    audit: moneyOrNull(account.audit),
    performance: moneyOrNull(account.performance),
    other: moneyOrNull(account.other)
  };
  return { ...figures, ...reasonsFor(figures, reasons2) };
}
async function fundRows(book, fees, held) {
  const values = /* @__PURE__ */ new Map();
  for (const { fundCode, marketValueE4 } of held ?? [])
    values.set(fundCode, (values.get(fundCode) ?? 0n) + roundToCents(marketValueE4));
  const codes = /* @__PURE__ */ new Set([...fees.map(({ fundCode }) => fundCode), ...values.keys()]);
  const names = await book.funds(codes);
  const valueOf = (code) => values.get(code) ?? 0n;
  return [...codes].sort((left, right) => byValue(valueOf(left), valueOf(right)) || (left < right ? -1 : 1)).map(
    (code) => fundRow(
      fees.find(({ fundCode }) => fundCode === code),
      names.get(code) ?? unnamed(code),
      held && valueOf(code)
    )
  );
}
var byValue = (left, right) => left === right ? 0 : left > right ? -1 : 1;
var unnamed = (code) => ({ code, name: code, assetClass: null });
function fundRow(fees, fund, valueE4) {
  const figures = { marketValue: moneyOrNull(valueE4) };
  return {
    fundCode: fund.code,
    fundName: fund.name,
    ...figures,
    subscriptionFee: moneyText(fees?.subscriptionFeeE4 ?? 0n),
    redemptionFee: moneyText(fees?.redemptionFeeE4 ?? 0n),
    ...reasonsFor(figures, { marketValue: "holdings-unavailable" })
  };
}

// apps/server/src/features/performance/performance.routes.ts
function performanceRoutes(router, books) {
  const keyed = async (portfolio, key) => {
    const book = await books.open(portfolio);
    return `${portfolio.id}@${book.revision} ${key(book)}`;
  };
  router.keptRoute(
    readPeriods,
    ({ portfolio, query }) => keyed(portfolio, (book) => {
      const { from, to } = askedRange(book, query);
      return `${from} ${to}`;
    }),
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio);
      return periodsReply(book, askedRange(book, query));
    }
  );
  router.keptRoute(
    readFees,
    ({ portfolio, query }) => keyed(portfolio, (book) => windowKey(askedWindow(book, query))),
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio);
      return feesReply(book, askedWindow(book, query));
    }
  );
  router.keptRoute(
    readStages,
    ({ portfolio, query }) => keyed(portfolio, (book) => `${windowKey(askedWindow(book, query))} ${query.frequency ?? "month"}`),
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio);
      return stagesReply(book, askedWindow(book, query), query.frequency ?? "month");
    }
  );
  router.keptRoute(
    readNav,
    ({ portfolio, query }) => keyed(portfolio, (book) => windowKey(askedWindow(book, query))),
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio);
      return navReply(book, askedWindow(book, query));
    }
  );
}

// apps/server/src/features/portfolios/portfolios.queries.ts
function selectClientPortfolios(db2, clientId) {
  return db2.selectFrom("client_portfolio as owned").innerJoin("portfolio as p", "p.id", "owned.portfolio_id").select(["p.id", "p.revision"]).where("owned.client_id", "=", clientId).orderBy("p.code").execute();
}

// apps/server/src/features/days/latest-day.ts
async function readLatestDay(db2, books, portfolio) {
  const rows = await db2.transaction().setIsolationLevel("repeatable read").execute((trx) => readEnd(trx, portfolio.id));
  const [last, base] = rows.valuations;
  if (!last || !base || hidesDistributions(last, base)) return books.open(portfolio);
  const same = (text) => text;
  const book = {
    portfolio: portfolioFacts(rows.portfolio),
    valuations: valuationFacts([base, last], same),
    transactions: [],
    flows: rows.flows.filter((row) => row.date <= last.date).map((row) => flowFacts(row, same)),
    fees: [],
    benchmark: [],
    dividends: []
  };
  const { revision } = rows.portfolio;
  return { revision, master: masterOf(rows.portfolio), series: navSeries(book), calendar: await books.calendar() };
}
async function readEnd(db2, id) {
  const portfolio = await selectPortfolio(db2, id);
  const valuations = await selectLastValuations(db2, id, 2);
  const flows = await selectFlows(db2, id, valuations[1]?.date ?? "");
  return { portfolio, valuations, flows };
}
var hidesDistributions = (last, base) => base.accumulated_nav_e8 === null && last.accumulated_nav_e8 !== null;

// apps/server/src/features/portfolios/portfolios.service.ts
function keepSummaries(db2, books) {
  const kept = /* @__PURE__ */ new Map();
  return {
    async of({ id, revision }) {
      const known = kept.get(id);
      if (known && known.revision >= revision) return known.summary;
      const latest = await readLatestDay(db2, books, { id, revision });
      const summary = portfolioSummary(latest);
      kept.set(id, { revision: latest.revision, summary });
      return summary;
    }
  };
}
function portfolioSummary(book) {
  const point = book.series.points.at(-1);
  if (!point) return { ...identity(book), latest: null };
  const day = dayParts(book, point);
  const figures = { ...navParts(book, point), ...day.figures };
  const reasons2 = reasonsFor(figures, { ...day.codes, accumulatedNav: "not-stated" });
  return { ...identity(book), latest: { date: point.date, baseDate: day.baseDate, ...figures, ...reasons2 } };
}
async function portfolioDay(book, index) {
  const { points } = book.series;
  const [first, point, last] = [points[0], points[index], points.at(-1)];
  if (!first || !point || !last) throw new AppError("no-valuation");
  const { classes, reason } = await dayClasses(book, index);
  const day = dayParts(book, point);
  const life = lifeParts(book, point.date);
  const figures = { ...navParts(book, point), ...day.figures, ...life.figures };
  const codes = { accumulatedNav: "not-stated", ...day.codes, ...life.codes };
  const { reasons: reasons2 } = reasonsFor(figures, codes);
  return {
    ...identity(book),
    manager: book.master.manager,
    benchmark: book.master.benchmark,
    date: point.date,
    firstDate: first.date,
    lastDate: last.date,
    ...figures,
    shares: sharesText(point.sharesE4),
    classes,
    ...reasons2 || reason ? { reasons: { ...reasons2, ...reason ? { classes: reason } : {} } } : {}
  };
}
function identity({ master }) {
  const { code, name, launchDate } = master;
  return { code, name, strategy: master.strategy, launchDate };
}
function navParts(book, point) {
  const { navDecimals } = book.series;
  return {
    unitNav: navText(point.unitNavE8, navDecimals),
    accumulatedNav: point.accumulatedNavE8 === null ? null : navText(point.accumulatedNavE8, navDecimals),
    netAssets: moneyText(point.netAssetsE4)
  };
}
function dayParts(book, point) {
  const { baseDate, gainE4, returnE8, reason } = dayFigures(book.series, book.calendar, point.date);
  return {
    baseDate,
    figures: { dayGain: moneyOrNull(gainE4), dayReturn: rateOrNull(returnE8) },
    codes: { dayGain: reason, dayReturn: reason }
  };
}
function lifeParts({ series, calendar }, date2) {
  const window = periodWindow(series, calendar, "since-inception", { from: date2, to: date2 });
  const { gainE4, returnE8, reasons: reasons2 } = periodFigures(series, window);
  return {
    figures: { gainSinceInception: moneyOrNull(gainE4), returnSinceInception: rateOrNull(returnE8) },
    codes: { gainSinceInception: reasons2["gain"], returnSinceInception: reasons2["return"] }
  };
}

// apps/server/src/features/portfolios/portfolios.routes.ts
function portfolioRoutes(router, { db: db2 }, books) {
  const summaries = keepSummaries(db2, books);
  router.keptRoute(
    listPortfolios,
    async ({ client }) => {
      const owned = await selectClientPortfolios(db2, client.clientId);
      return owned.map(({ id, revision }) => `${id}@${revision}`).join();
    },
    async ({ client }) => {
      const owned = await selectClientPortfolios(db2, client.clientId);
      return { portfolios: await Promise.all(owned.map((portfolio) => summaries.of(portfolio))) };
    }
  );
  router.keptRoute(
    readPortfolio,
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio);
      const index = dayIndex(book, query.date);
      if (index < 0) throw new AppError("no-valuation");
      return `${portfolio.id}@${book.revision} ${index}`;
    },
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio);
      return portfolioDay(book, dayIndex(book, query.date));
    }
  );
}

// apps/server/src/features/transactions/cursor.ts
var CURSOR = /^(\d{4}-\d{2}-\d{2}):([1-9]\d{0,5})$/;
function cursorAfter(transactions, place) {
  const date2 = transactions[place]?.date ?? "";
  const first = transactions.findIndex((transaction) => transaction.date === date2);
  return Buffer.from(`${date2}:${place - first + 1}`).toString("base64url");
}
function placeAfter(transactions, cursor) {
  const [, date2, seen] = CURSOR.exec(Buffer.from(cursor, "base64url").toString("utf8")) ?? [];
  if (date2 === void 0 || seen === void 0) return null;
  const sameOrLater = transactions.findIndex((transaction) => transaction.date >= date2);
  if (sameOrLater < 0) return transactions.length;
  const later = transactions.findIndex((transaction) => transaction.date > date2);
  return Math.min(sameOrLater + Number(seen), later < 0 ? transactions.length : later);
}

// apps/server/src/features/transactions/transactions.service.ts
var DEFAULT_LIMIT = 100;
function transactionsPage(book, query) {
  const { from, to, fund, limit, cursor } = query;
  if (from && to && from > to) throw new AppError("range-invalid");
  const { transactions } = book;
  const start = from ? countBefore(transactions, (row) => row.date < from) : 0;
  const end = to ? countBefore(transactions, (row) => row.date <= to) : transactions.length;
  const isKnown = fund === void 0 || transactions.some((row) => row.fundCode === fund);
  const after = cursor === void 0 ? 0 : placeAfter(transactions, cursor);
  if (after === null) throw new AppError("cursor-invalid");
  return {
    start,
    end: isKnown ? end : start,
    fund: isKnown ? fund ?? null : null,
    limit: limit ?? DEFAULT_LIMIT,
    after: Math.max(after, start)
  };
}
var pageKey = ({ start, end, fund, limit, after }) => `${start}-${end} ${fund ?? ""} ${limit} ${after}`;
async function transactionsReply(book, page) {
  const { transactions } = book;
  const funds = await book.funds(new Set(transactions.map(({ fundCode }) => fundCode)));
  const items = [];
  let total = 0;
  let last = -1;
  let more = false;
  for (let place = page.start; place < page.end; place++) {
    const transaction = transactions[place];
    if (!transaction || page.fund !== null && transaction.fundCode !== page.fund) continue;
    total++;
    if (place < page.after) continue;
    if (items.length === page.limit) {
      more = true;
      continue;
    }
    items.push(transactionReply(transaction, place + 1, funds));
    last = place;
  }
  return { total, items, next: more ? cursorAfter(transactions, last) : null };
}
function transactionReply(transaction, no, funds) {
  const { date: date2, fundCode, operation: operation3, priceE8, feeE4 } = transaction;
  const amount = transactionMoney(transaction);
  const shares2 = transactionShares(transaction);
  const derived = [...amount.derived ? ["amount"] : [], ...shares2.derived ? ["shares"] : []];
  const figures = {
    amount: moneyOrNull(amount.valueE4),
    shares: shares2.valueE4 === null ? null : sharesText(shares2.valueE4),
    price: priceE8 === null ? null : priceText(priceE8),
    fee: moneyOrNull(feeE4)
  };
  return {
    no,
    date: date2,
    fundCode,
    fundName: funds.get(fundCode)?.name ?? fundCode,
    operation: operation3,
    ...figures,
    ...derived.length > 0 ? { derived } : {},
    ...reasonsFor(figures, missingReasons(transaction))
  };
}
function missingReasons({ operation: operation3, priceE8 }) {
  const effect = effectOf(operation3);
  const unknown = priceE8 === null ? "price-unknown" : "not-stated";
  return {
    amount: effect === "silent" ? "not-applicable" : effect === "dividend" ? "not-stated" : unknown,
    shares: effect === "dividend" ? "not-applicable" : effect === "silent" ? "not-stated" : unknown,
    price: effect === "dividend" || effect === "silent" ? "not-applicable" : "not-stated",
    fee: "not-stated"
  };
}
function countBefore(rows, earlier) {
  const found = rows.findIndex((row) => !earlier(row));
  return found < 0 ? rows.length : found;
}

// apps/server/src/features/transactions/transactions.routes.ts
function transactionRoutes(router, books) {
  router.keptRoute(
    listTransactions,
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio);
      return `${portfolio.id}@${book.revision} ${pageKey(transactionsPage(book, query))}`;
    },
    async ({ portfolio, query }) => {
      const book = await books.open(portfolio);
      return transactionsReply(book, transactionsPage(book, query));
    }
  );
}

// apps/server/src/http/json-body.ts
function addJsonBody(app2) {
  app2.removeAllContentTypeParsers();
  app2.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => {
    const bytes = body;
    if (bytes.length === 0) return done(null, void 0);
    try {
      done(null, JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
    } catch {
      done(new AppError("json-invalid"));
    }
  });
}

// apps/server/src/http/kept-replies.ts
var ENTRY_BYTES = 500;
function keepReplies(maxBytes) {
  const kept = /* @__PURE__ */ new Map();
  const making = /* @__PURE__ */ new Map();
  let size = 0;
  function remember(key, reply) {
    kept.set(key, reply);
    size += weightOf(key, reply);
    for (const [oldest, other] of kept) {
      if (size <= maxBytes) return;
      kept.delete(oldest);
      size -= weightOf(oldest, other);
    }
  }
  return {
    async get(key, make) {
      const found = kept.get(key);
      if (found) {
        kept.delete(key);
        kept.set(key, found);
        return found;
      }
      const underWay = making.get(key);
      if (underWay) return underWay;
      const promise = make();
      making.set(key, promise);
      try {
        const reply = await promise;
        remember(key, reply);
        return reply;
      } finally {
        making.delete(key);
      }
    }
  };
}
var weightOf = (key, { bytes }) => bytes.length + key.length * 2 + ENTRY_BYTES;

// apps/server/src/http/metrics.ts
import { isIP } from "node:net";
import { collectDefaultMetrics, Histogram, Registry } from "prom-client";
var SECONDS = [1e-3, 5e-3, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5];
function addMetrics(app2) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: "sma_http_request_seconds",
    help: "Time from a request to the end of its reply, by route pattern",
    labelNames: ["method", "route", "status"],
    buckets: SECONDS,
    registers: [registry]
  });
  app2.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "none";
    durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1e3);
    done();
  });
  app2.get("/metrics", async (request, reply) => {
    if (!isFromHere(request)) throw new AppError("not-found");
    return reply.type(registry.contentType).header("cache-control", "no-store").send(await registry.metrics());
  });
}
function isFromHere(request) {
  const { headers, socket } = request;
  if (headers["x-forwarded-for"] !== void 0 || headers.forwarded !== void 0) return false;
  const address = socket.remoteAddress?.replace(/^::ffff:/, "") ?? "";
  return isIP(address) === 4 ? address.startsWith("127.") : address === "::1";
}

// apps/server/src/http/portal.ts
import { existsSync as existsSync3, readdirSync, readFileSync as readFileSync3 } from "node:fs";
import { extname, join as join3, relative, sep } from "node:path";
var PORTAL_PAGES = [
  "/",
  "/login",
  "/portfolios/:code",
  "/portfolios/:code/account",
  "/portfolios/:code/performance",
  "/portfolios/:code/records"
];
var TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".svg": "image/svg+xml; charset=utf-8",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8"
};
var FOREVER = "public, max-age=31536000, immutable";
var ASK_AGAIN = "no-cache";
function readPortal(dir) {
  const files = readFiles(dir);
  const page = files.get("/index.html") ?? null;
  files.delete("/index.html");
  return { files, page };
}
function addPortal(app2, { files, page }) {
  for (const [path, file] of files) app2.get(path, (request, reply) => sendFile(request, reply, path, file));
  if (!page) return;
  for (const path of PORTAL_PAGES) app2.get(path, (request, reply) => sendPage(request, reply, page));
}
function wantsPage(request) {
  const { method, url, headers } = request;
  if (method !== "GET" && method !== "HEAD") return false;
  return !/^\/(api|assets)\//.test(url) && headers.accept?.includes("text/html") === true;
}
function sendPage(request, reply, page) {
  return sendFile(request, reply, "/index.html", page);
}
function sendFile(request, reply, path, file) {
  reply.type(TYPES[extname(path)] ?? "application/octet-stream");
  return sendKept(request, reply.header("cache-control", path.startsWith("/assets/") ? FOREVER : ASK_AGAIN), file);
}
function readFiles(dir) {
  if (!existsSync3(dir)) return /* @__PURE__ */ new Map();
  const names = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.startsWith(".") && extname(entry.name) !== ".map").map((entry) => join3(entry.parentPath, entry.name));
  return new Map(names.map((name) => [`/${relative(dir, name).split(sep).join("/")}`, keptReply(readFileSync3(name))]));
}

// apps/server/src/http/not-found.ts
function addNotFound(app2, page) {
  const known = /* @__PURE__ */ new Map();
  app2.addHook("onRoute", ({ url, method }) => {
    const path = known.get(url) ?? { pattern: patternOf(url), methods: /* @__PURE__ */ new Set() };
    for (const one of [method].flat()) path.methods.add(one);
    known.set(url, path);
  });
  const failure = (url, method) => {
    const path = url.split("?", 1)[0] ?? "";
    const methods = new Set(
      [...known.values()].filter(({ pattern }) => pattern.test(path)).flatMap((one) => [...one.methods])
    );
    if (methods.size === 0 || methods.has(method)) return new AppError("not-found");
    return new AppError("method-not-allowed", { allow: [...methods].sort().join(", ") });
  };
  app2.addHook("onRequest", (request, reply, done) => {
    if (!request.is404) return done();
    const error = failure(request.url, request.method);
    if (page === null || error.code !== "not-found" || !wantsPage(request)) return done(error);
    void sendPage(request, reply.code(404), page);
  });
  app2.setNotFoundHandler(() => {
    throw new AppError("not-found");
  });
}
function patternOf(url) {
  const escaped = url.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/:\w+/g, "[^/]+");
  return new RegExp(`^${escaped}$`);
}

// apps/server/src/http/problem.ts
var PROBLEM_TYPE = "application/problem+json; charset=utf-8";
function languageOf(header) {
  if (!header) return "zh-CN";
  const wanted = header.slice(0, 200).split(",").map((part) => {
    const [tag = "", ...parameters2] = part.trim().toLowerCase().split(";");
    const quality = parameters2.map((text) => /^\s*q=([\d.]+)$/.exec(text)?.[1]).find((text) => text !== void 0);
    return { tag, quality: Number(quality ?? 1) };
  }).filter(({ tag, quality }) => quality > 0 && /^(zh|en)(-|$)/.test(tag)).sort((a, b) => b.quality - a.quality);
  return wanted[0]?.tag.startsWith("en") ? "en" : "zh-CN";
}
function problemBody(error, language) {
  const { title, detail } = ERROR_WORDS[language][error.code];
  const errors = error.details.fields?.map(({ field, code }) => ({ field, code, detail: FIELD_WORDS[language][code] }));
  const status = ERROR_STATUS[error.code];
  return Buffer.from(
    JSON.stringify({
      type: `/api/docs#${error.code}`,
      title,
      status,
      code: error.code,
      detail,
      ...errors && { errors }
    })
  );
}
function sendProblem(request, reply, error) {
  const language = languageOf(request.headers["accept-language"]);
  const { retryAfterSeconds, allow } = error.details;
  if (retryAfterSeconds !== void 0) reply.header("retry-after", String(retryAfterSeconds));
  if (allow !== void 0) reply.header("allow", allow);
  return reply.code(ERROR_STATUS[error.code]).removeHeader("etag").header("cache-control", "no-store").header("content-language", language).header("vary", "Accept-Language").type(PROBLEM_TYPE).send(problemBody(error, language));
}
var FASTIFY_CODES = {
  FST_ERR_CTP_BODY_TOO_LARGE: "body-too-large",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "media-type-unsupported",
  FST_ERR_CTP_INVALID_JSON_BODY: "json-invalid",
  FST_ERR_CTP_EMPTY_JSON_BODY: "json-invalid",
  FST_ERR_MAX_PARAM_LENGTH: "not-found"
};
function knownError(error) {
  if (error instanceof AppError) return error;
  const { code, statusCode } = error;
  const known = FASTIFY_CODES[code];
  if (known) return new AppError(known);
  return code?.startsWith("FST_ERR_") && statusCode !== void 0 && statusCode < 500 ? new AppError("request-invalid") : null;
}
function answerUnreadable(error, socket) {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const code = UNREADABLE[error.code ?? ""] ?? "request-invalid";
  const body = problemBody(new AppError(code), "zh-CN");
  const head = [
    `HTTP/1.1 ${ERROR_STATUS[code]} ${REASON[code] ?? "Bad Request"}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${body.length}`,
    "x-content-type-options: nosniff",
    "cache-control: no-store",
    "connection: close"
  ];
  socket.end(Buffer.concat([Buffer.from(`${head.join("\r\n")}\r
\r
`), body]));
}
var UNREADABLE = {
  HPE_HEADER_OVERFLOW: "headers-too-large",
  ERR_HTTP_REQUEST_TIMEOUT: "request-timeout"
};
var REASON = {
  "headers-too-large": "Request Header Fields Too Large",
  "request-timeout": "Request Timeout"
};

// apps/server/src/http/request-log.ts
function addRequestLog(app2, log) {
  app2.decorateRequest("clientKey", null);
  if (!log.isLevelEnabled("info")) return;
  app2.addHook("onResponse", (request, reply, done) => {
    const { method, clientKey } = request;
    const route = request.routeOptions.url ?? null;
    request.log.info({ method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime), client: clientKey });
    done();
  });
}

// apps/server/src/http/server-options.ts
import { LogController } from "fastify";
import { randomBytes as randomBytes4 } from "node:crypto";
var BODY_LIMIT = 64 * 1024;
function serverOptions({ config, log }) {
  return {
    loggerInstance: log,
    // Fastify's own lines hold the URL; ours (request-log.ts) hold the route pattern.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomBytes4(9).toString("base64url"),
    requestIdHeader: false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: 1e4,
    http: { headersTimeout: 4e3, connectionsCheckingInterval: 1e3 },
    forceCloseConnections: "idle",
    return503OnClosing: false,
    // Only what the nearest hop says is believed: it is the house's own proxy.
    trustProxy: config.trustProxy ? (_address, hop) => hop === 0 : false,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors(error, request, reply) {
      sendProblem(request, reply.headers(SECURITY_HEADERS), knownError(error) ?? new AppError("request-invalid"));
    },
    clientErrorHandler: answerUnreadable
  };
}

// apps/server/src/sms/outbox.ts
import { open as open2 } from "node:fs/promises";
import { join as join4 } from "node:path";
function openOutbox(dataDir, clock) {
  const path = join4(dataDir, "outbox.jsonl");
  return {
    async send({ phone, text, code }) {
      const file = await open2(path, "a", 384);
      try {
        await file.appendFile(`${JSON.stringify({ at: clock.now().toISOString(), phone, text, code })}
`);
      } finally {
        await file.close();
      }
    }
  };
}

// apps/server/src/app.ts
var KEPT_REPLY_BYTES = 32 * 1024 * 1024;
var KEPT_BOOK_ROWS = 1e6;
function buildApp(deps2) {
  const { config } = deps2;
  const app2 = Fastify(serverOptions(deps2));
  const portal = readPortal(config.portalDir);
  app2.register(cookie);
  addGuards(app2, config);
  addNotFound(app2, portal.page);
  addRequestLog(app2, deps2.log);
  addJsonBody(app2);
  addErrors(app2);
  addMetrics(app2);
  addPortal(app2, portal);
  addFeatures(app2, deps2);
  return app2;
}
function addFeatures(app2, deps2) {
  const router = createRouter(app2, accessOf(deps2), keepReplies(KEPT_REPLY_BYTES));
  const books = keepBooks(deps2.db, KEPT_BOOK_ROWS);
  const worker = startableCodeWorker(deps2, openOutbox(deps2.config.dataDir, deps2.clock));
  app2.addHook("onListen", async () => worker.start());
  app2.addHook("onClose", () => worker.stop());
  authRoutes(router, deps2, worker);
  brandRoutes(router, deps2);
  portfolioRoutes(router, deps2, books);
  holdingRoutes(router, books);
  transactionRoutes(router, books);
  performanceRoutes(router, books);
  healthRoutes(app2, deps2);
  docsRoutes(app2);
}
function addErrors(app2) {
  app2.setErrorHandler((error, request, reply) => {
    const known = knownError(error);
    if (!known) request.log.error({ err: error, route: request.routeOptions.url ?? null }, "request failed");
    return sendProblem(request, reply, known ?? new AppError("internal-error"));
  });
}

// apps/server/src/testing/published-rows.ts
import { ulid as ulid2 } from "ulid";
var e4 = (text) => text == null ? null : exact(parseE4(text), text);
function exact(value, text) {
  if (value === null) throw new Error(`"${text}" is no decimal`);
  return value;
}
var money2 = (text) => exact(parseE4(text), text);
async function addClient(db2, id) {
  const sealed = { name_enc: "-", id_number_enc: "-", phone_enc: "-" };
  const hashes = { id_number_mac: id.padEnd(64, "0"), phone_mac: id.padEnd(64, "0") };
  const row = { id, client_no: id, id_type: "id-card", created_at: "2026-01-05T01:00:00.000Z", ...sealed, ...hashes };
  await db2.insertInto("client").values(row).execute();
}
async function addPortfolio(db2, input) {
  const id = ulid2();
  const initialAssets = money2(input.initialAssets ?? "1000000");
  const row = {
    id,
    code: input.code,
    name: `\u793A\u4F8B${input.code}`,
    client_label: null,
    strategy: "balanced",
    launch_date: input.launchDate,
    initial_assets_e4: initialAssets,
    initial_shares_e4: e4(input.initialShares) ?? initialAssets,
    benchmark: input.benchmark ?? null,
    manager: "\u6295\u8D44\u7ECF\u7406",
    valuation_lag: 1,
    nav_decimals: input.navDecimals ?? 4,
    o32_fund_no: null,
    fa_ledger_no: null,
    fa_name: null,
    revision: 1
  };
  await db2.insertInto("portfolio").values(row).execute();
  for (const clientId of input.clients ?? [])
    await db2.insertInto("client_portfolio").values({ client_id: clientId, portfolio_id: id }).execute();
  return { id, code: input.code };
}
async function addFund(db2, code, name, assetClass2) {
  await db2.insertInto("fund").values({ code, name, asset_class: assetClass2, kind: null, price_lag: 1 }).execute();
}

// bench/book.ts
import { sql as sql3 } from "kysely";
var LAUNCH = "2020-01-02";
var ROWS_PER_STATEMENT = 500;
var fundOf = (fund) => `9${String(fund).padStart(5, "0")}`;
function weekdays(years) {
  const days = [];
  for (let day = 0; day < years * 365; day++) {
    const date2 = new Date(Date.parse(LAUNCH) + day * 864e5);
    if (date2.getUTCDay() % 6 !== 0) days.push(date2.toISOString().slice(0, 10));
  }
  return days;
}
async function writeBook(db2, size) {
  const file = await db2.selectFrom("source_file").select("id").executeTakeFirstOrThrow();
  const portfolios = await db2.selectFrom("portfolio").select(["id"]).orderBy("code").execute();
  const days = weekdays(size.years);
  for (const { id } of portfolios) {
    await db2.transaction().execute(async (trx) => {
      await insert(trx, "valuation", VALUATION_COLUMNS, valuationRows(id, days, file.id));
      await insert(
        trx,
        "published_day",
        "portfolio_id,date,version",
        days.map((date2) => `'${id}','${date2}',1`)
      );
      await insert(
        trx,
        "benchmark_value",
        "portfolio_id,date,value_e8",
        days.map((date2, i) => `'${id}','${date2}',${4e11 + i * 1e7}`)
      );
      await insert(trx, "holding", HOLDING_COLUMNS, holdingRows2(id, days, size.fundsHeld));
      await insert(trx, "fund_transaction", TRANSACTION_COLUMNS, transactionRows({ id, days, fileId: file.id, size }));
    });
  }
}
var VALUATION_COLUMNS = "portfolio_id,date,version,state,total_assets_e4,total_liabilities_e4,net_assets_e4,shares_e4,unit_nav_e8,accumulated_nav_e8,holdings_known,management_payable_e4,custodian_payable_e4,audit_payable_e4,figures_hash,source_file_id,created_at,published_at";
var HOLDING_COLUMNS = "portfolio_id,date,version,fund_code,shares_e4,unit_nav_e8,market_value_e4,source_cost_e4,source_row";
var TRANSACTION_COLUMNS = "id,portfolio_id,date,place,version,state,position,fund_code,operation,amount_e4,shares_e4,price_e8,fee_e4,source_file_id,source_row";
var SHARES_E4 = 1e11;
var navE4 = (day) => 1e4 + Math.round(day * 1.5 + 800 * Math.sin(day / 40));
function valuationRows(id, days, fileId) {
  const hash = "0".repeat(64);
  return days.map((date2, day) => {
    const nav2 = navE4(day);
    const net = SHARES_E4 / 1e4 * nav2;
    const payable = 1e5 * (1 + day % 20);
    return `'${id}','${date2}',1,'published',${net + payable * 3},${payable * 3},${net},${SHARES_E4},${nav2 * 1e4},${nav2 * 1e4},1,${payable},${payable},${payable},'${hash}','${fileId}','${date2}T10:00:00.000Z','${date2}T11:00:00.000Z'`;
  });
}
function holdingRows2(id, days, funds) {
  return days.flatMap(
    (date2, day) => Array.from({ length: funds }, (_, fund) => {
      const value = Math.round(SHARES_E4 / 1e4 / funds * navE4(day) * 0.95);
      return `'${id}','${date2}',1,'${fundOf(fund)}',2000000000,${navE4(day) * 1e4},${value},${value - 1e6},${fund + 10}`;
    })
  );
}
function transactionRows(input) {
  const { id, days, fileId, size } = input;
  return Array.from({ length: size.transactions }, (_, i) => {
    const date2 = days[Math.floor(i * days.length / size.transactions)];
    const own = `${id.slice(-8)}${String(i).padStart(18, "0")}`;
    const buy = i % 3 !== 2;
    return `'${own}','${id}','${date2}','#${i}',1,'published',${i},'${fundOf(i % size.fundsHeld)}','${buy ? "subscribe" : "redeem"}',${buy ? 1e9 : 5e8},${buy ? 9e7 : 45e6},110000000,100000,'${fileId}',${i + 2}`;
  });
}
async function insert(db2, table2, columns, rows) {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const values = rows.slice(start, start + ROWS_PER_STATEMENT).map((row) => `(${row})`);
    await sql3.raw(`insert into ${table2} (${columns}) values ${values.join(",")}`).execute(db2);
  }
}

// apps/server/src/zz-serve.ts
var deps = await openDeps(readConfig());
var { db } = deps;
var N = 200;
if (!await db.selectFrom("portfolio").select("id").executeTakeFirst()) {
  await addClient(db, "c");
  for (let i = 0; i < 40; i++)
    await addFund(
      db,
      `9${String(i).padStart(5, "0")}`,
      `f${i}`,
      ["fixed-income", "equity", "alternative", "money"][i % 4]
    );
  for (let i = 0; i < N; i++)
    await addPortfolio(db, {
      code: `BE${String(i).padStart(4, "0")}`,
      launchDate: "2020-01-02",
      initialAssets: "10000000",
      clients: ["c"],
      benchmark: "x"
    });
  await db.insertInto("source_file").values({
    id: "01FILE",
    sha256: "0".repeat(64),
    name: "a",
    size: 1,
    kind: null,
    status: "applied",
    received_at: "",
    received_by: "",
    report: null
  }).execute();
  await writeBook(db, { accounts: N, years: 5, fundsHeld: 8, transactions: 600 });
}
var now = /* @__PURE__ */ new Date();
await db.insertInto("client_session").values({
  token_hash: tokenHash("zz" + process.pid),
  client_id: "c",
  created_at: now.toISOString(),
  seen_at: now.toISOString(),
  expires_at: new Date(now.getTime() + 36e5).toISOString()
}).execute();
var app = buildApp(deps);
await app.listen({ host: "127.0.0.1", port: Number(process.env.PORT) });
