import type { EngineMigration } from '../migrate'
import { tableEnd } from '../dialect'

export const portfoliosAndDays: EngineMigration = (engine, t) => ({
  async up(db) {
    await tableEnd(
      engine,
      db.schema
        .createTable('portfolio')
        .addColumn('id', t.id, (c) => c.primaryKey())
        .addColumn('code', t.text(32), (c) => c.notNull().unique())
        .addColumn('name', t.text(200), (c) => c.notNull())
        .addColumn('client_label', t.text(200))
        .addColumn('strategy', t.text(20), (c) => c.notNull())
        .addColumn('launch_date', t.date, (c) => c.notNull())
        .addColumn('initial_assets_e4', t.scaled, (c) => c.notNull())
        .addColumn('initial_shares_e4', t.scaled, (c) => c.notNull())
        .addColumn('benchmark', t.text(200))
        .addColumn('manager', t.text(200))
        .addColumn('valuation_lag', t.integer, (c) => c.notNull())
        .addColumn('nav_decimals', t.integer, (c) => c.notNull())
        .addColumn('o32_fund_no', t.text(32))
        .addColumn('fa_ledger_no', t.text(32))
        .addColumn('fa_name', t.text(200))
        .addColumn('revision', t.integer, (c) => c.notNull()),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('portfolio_contact')
        .addColumn('portfolio_id', t.id, (c) => c.primaryKey())
        .addColumn('name', t.text(100), (c) => c.notNull())
        .addColumn('company', t.text(200))
        .addColumn('mobile', t.text(40))
        .addColumn('telephone', t.text(40))
        .addColumn('email', t.text(200))
        .addColumn('address', t.text(300))
        .addForeignKeyConstraint('portfolio_contact_portfolio', ['portfolio_id'], 'portfolio', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('benchmark_value')
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('date', t.date, (c) => c.notNull())
        .addColumn('value_e8', t.scaled, (c) => c.notNull())
        .addPrimaryKeyConstraint('benchmark_value_key', ['portfolio_id', 'date'])
        .addForeignKeyConstraint('benchmark_value_portfolio', ['portfolio_id'], 'portfolio', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('fund')
        .addColumn('code', t.text(32), (c) => c.primaryKey())
        .addColumn('name', t.text(200), (c) => c.notNull())
        .addColumn('asset_class', t.text(20))
        .addColumn('kind', t.text(60))
        .addColumn('price_lag', t.integer, (c) => c.notNull()),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('fund_nav')
        .addColumn('fund_code', t.text(32), (c) => c.notNull())
        .addColumn('date', t.date, (c) => c.notNull())
        .addColumn('unit_nav_e8', t.scaled, (c) => c.notNull())
        .addColumn('accumulated_nav_e8', t.scaled)
        .addColumn('dividend_e8', t.scaled)
        .addPrimaryKeyConstraint('fund_nav_key', ['fund_code', 'date']),
    ).execute()
    // Few NAVs carry a dividend; reads ask only for these (R-HLD-6).
    await db.schema.createIndex('fund_nav_dividend').on('fund_nav').columns(['fund_code', 'dividend_e8']).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('calendar_day')
        .addColumn('date', t.date, (c) => c.primaryKey())
        .addColumn('is_trading_day', t.integer, (c) => c.notNull()),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('client')
        .addColumn('id', t.id, (c) => c.primaryKey())
        .addColumn('client_no', t.text(64), (c) => c.notNull().unique())
        .addColumn('name_enc', t.text(600), (c) => c.notNull())
        .addColumn('id_type', t.text(24), (c) => c.notNull())
        .addColumn('id_number_enc', t.text(600), (c) => c.notNull())
        .addColumn('id_number_mac', t.hash, (c) => c.notNull())
        .addColumn('phone_enc', t.text(600), (c) => c.notNull())
        .addColumn('phone_mac', t.hash, (c) => c.notNull())
        .addColumn('created_at', t.instant, (c) => c.notNull()),
    ).execute()
    await db.schema.createIndex('client_id_number').on('client').columns(['id_number_mac', 'phone_mac']).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('client_portfolio')
        .addColumn('client_id', t.id, (c) => c.notNull())
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addPrimaryKeyConstraint('client_portfolio_key', ['client_id', 'portfolio_id'])
        .addForeignKeyConstraint('client_portfolio_client', ['client_id'], 'client', ['id'])
        .addForeignKeyConstraint('client_portfolio_portfolio', ['portfolio_id'], 'portfolio', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('source_file')
        .addColumn('id', t.id, (c) => c.primaryKey())
        .addColumn('sha256', t.hash, (c) => c.notNull())
        .addColumn('name', t.text(300), (c) => c.notNull())
        .addColumn('size', t.integer, (c) => c.notNull())
        .addColumn('kind', t.text(32))
        .addColumn('status', t.text(16), (c) => c.notNull())
        .addColumn('received_at', t.instant, (c) => c.notNull())
        .addColumn('received_by', t.text(100), (c) => c.notNull())
        .addColumn('report', t.longText),
    ).execute()
    await db.schema.createIndex('source_file_sha256').on('source_file').columns(['sha256', 'status']).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('day_evidence')
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('date', t.date, (c) => c.notNull())
        .addColumn('kind', t.text(16), (c) => c.notNull())
        .addColumn('origin', t.text(16), (c) => c.notNull())
        .addColumn('payload', t.longText, (c) => c.notNull())
        .addColumn('payload_hash', t.hash, (c) => c.notNull())
        .addColumn('source_file_id', t.id, (c) => c.notNull())
        .addColumn('received_at', t.instant, (c) => c.notNull())
        .addPrimaryKeyConstraint('day_evidence_key', ['portfolio_id', 'date', 'kind', 'origin'])
        .addForeignKeyConstraint('day_evidence_portfolio', ['portfolio_id'], 'portfolio', ['id'])
        .addForeignKeyConstraint('day_evidence_file', ['source_file_id'], 'source_file', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('valuation')
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('date', t.date, (c) => c.notNull())
        .addColumn('version', t.integer, (c) => c.notNull())
        .addColumn('state', t.text(16), (c) => c.notNull())
        .addColumn('reason', t.text(500))
        .addColumn('total_assets_e4', t.scaled)
        .addColumn('total_liabilities_e4', t.scaled)
        .addColumn('net_assets_e4', t.scaled, (c) => c.notNull())
        .addColumn('shares_e4', t.scaled, (c) => c.notNull())
        .addColumn('unit_nav_e8', t.scaled, (c) => c.notNull())
        .addColumn('accumulated_nav_e8', t.scaled)
        .addColumn('holdings_known', t.integer, (c) => c.notNull())
        .addColumn('management_payable_e4', t.scaled)
        .addColumn('custodian_payable_e4', t.scaled)
        .addColumn('audit_payable_e4', t.scaled)
        .addColumn('performance_payable_e4', t.scaled)
        .addColumn('dividend_receivable_e4', t.scaled)
        .addColumn('figures_hash', t.hash, (c) => c.notNull())
        .addColumn('source_file_id', t.id, (c) => c.notNull())
        .addColumn('created_at', t.instant, (c) => c.notNull())
        .addColumn('published_at', t.instant)
        .addColumn('published_by', t.text(100))
        .addPrimaryKeyConstraint('valuation_key', ['portfolio_id', 'date', 'version'])
        .addForeignKeyConstraint('valuation_portfolio', ['portfolio_id'], 'portfolio', ['id'])
        .addForeignKeyConstraint('valuation_file', ['source_file_id'], 'source_file', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('published_day')
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('date', t.date, (c) => c.notNull())
        .addColumn('version', t.integer, (c) => c.notNull())
        .addPrimaryKeyConstraint('published_day_key', ['portfolio_id', 'date'])
        .addForeignKeyConstraint('published_day_valuation', ['portfolio_id', 'date', 'version'], 'valuation', [
          'portfolio_id',
          'date',
          'version',
        ]),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('holding')
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('date', t.date, (c) => c.notNull())
        .addColumn('version', t.integer, (c) => c.notNull())
        .addColumn('fund_code', t.text(32), (c) => c.notNull())
        .addColumn('shares_e4', t.scaled, (c) => c.notNull())
        .addColumn('unit_nav_e8', t.scaled)
        .addColumn('price_date', t.date)
        .addColumn('market_value_e4', t.scaled, (c) => c.notNull())
        .addColumn('source_cost_e4', t.scaled)
        .addColumn('source_profit_e4', t.scaled)
        .addColumn('o32_cost_e4', t.scaled)
        .addColumn('o32_profit_e4', t.scaled)
        .addColumn('o32_market_value_e4', t.scaled)
        .addColumn('dividend_receivable_e4', t.scaled)
        .addColumn('source_row', t.integer)
        .addPrimaryKeyConstraint('holding_key', ['portfolio_id', 'date', 'version', 'fund_code'])
        .addForeignKeyConstraint('holding_valuation', ['portfolio_id', 'date', 'version'], 'valuation', [
          'portfolio_id',
          'date',
          'version',
        ]),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('fund_transaction')
        .addColumn('id', t.id, (c) => c.primaryKey())
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('date', t.date, (c) => c.notNull())
        .addColumn('place', t.text(64), (c) => c.notNull())
        .addColumn('version', t.integer, (c) => c.notNull())
        .addColumn('state', t.text(16), (c) => c.notNull())
        .addColumn('position', t.integer, (c) => c.notNull())
        .addColumn('fund_code', t.text(32), (c) => c.notNull())
        .addColumn('operation', t.text(16), (c) => c.notNull())
        .addColumn('amount_e4', t.scaled)
        .addColumn('shares_e4', t.scaled)
        .addColumn('price_e8', t.scaled)
        .addColumn('fee_e4', t.scaled)
        .addColumn('source_file_id', t.id, (c) => c.notNull())
        .addColumn('source_row', t.integer, (c) => c.notNull())
        .addUniqueConstraint('fund_transaction_place', ['portfolio_id', 'date', 'place', 'version'])
        .addForeignKeyConstraint('fund_transaction_portfolio', ['portfolio_id'], 'portfolio', ['id'])
        .addForeignKeyConstraint('fund_transaction_file', ['source_file_id'], 'source_file', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('client_flow')
        .addColumn('id', t.id, (c) => c.primaryKey())
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('date', t.date, (c) => c.notNull())
        .addColumn('place', t.text(64), (c) => c.notNull())
        .addColumn('version', t.integer, (c) => c.notNull())
        .addColumn('state', t.text(16), (c) => c.notNull())
        .addColumn('origin', t.text(16), (c) => c.notNull())
        .addColumn('kind', t.text(20), (c) => c.notNull())
        .addColumn('amount_e4', t.scaled, (c) => c.notNull())
        .addColumn('shares_e4', t.scaled)
        .addColumn('unit_nav_e8', t.scaled)
        .addColumn('fee_e4', t.scaled)
        .addColumn('source_file_id', t.id, (c) => c.notNull())
        .addColumn('source_row', t.integer, (c) => c.notNull())
        .addUniqueConstraint('client_flow_place', ['portfolio_id', 'date', 'origin', 'place', 'version'])
        .addForeignKeyConstraint('client_flow_portfolio', ['portfolio_id'], 'portfolio', ['id'])
        .addForeignKeyConstraint('client_flow_file', ['source_file_id'], 'source_file', ['id']),
    ).execute()
    await tableEnd(
      engine,
      db.schema
        .createTable('fee_accrual')
        .addColumn('portfolio_id', t.id, (c) => c.notNull())
        .addColumn('date', t.date, (c) => c.notNull())
        .addColumn('version', t.integer, (c) => c.notNull())
        .addColumn('state', t.text(16), (c) => c.notNull())
        .addColumn('management_e4', t.scaled)
        .addColumn('custodian_e4', t.scaled)
        .addColumn('audit_e4', t.scaled)
        .addColumn('performance_e4', t.scaled)
        .addColumn('other_e4', t.scaled)
        .addColumn('source_file_id', t.id, (c) => c.notNull())
        .addColumn('source_row', t.integer, (c) => c.notNull())
        .addPrimaryKeyConstraint('fee_accrual_key', ['portfolio_id', 'date', 'version'])
        .addForeignKeyConstraint('fee_accrual_portfolio', ['portfolio_id'], 'portfolio', ['id'])
        .addForeignKeyConstraint('fee_accrual_file', ['source_file_id'], 'source_file', ['id']),
    ).execute()
  },
})
