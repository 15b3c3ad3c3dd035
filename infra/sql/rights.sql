-- Who may do what in the warehouse's database. Run it once as its Entra administrator, with the name of the app's managed identity:
--
--   sqlcmd -S <server>.database.windows.net -d <database> -G -v identity=<name of the identity> -i infra/sql/rights.sql
--
-- It can be run again. The app makes and changes its tables itself, in two schemas and nowhere else.
IF SCHEMA_ID(N'lake') IS NULL
    EXEC (N'CREATE SCHEMA lake AUTHORIZATION dbo');
IF SCHEMA_ID(N'sluice') IS NULL
    EXEC (N'CREATE SCHEMA sluice AUTHORIZATION dbo');
GO

IF DATABASE_PRINCIPAL_ID(N'sluice_application') IS NULL
    CREATE ROLE sluice_application AUTHORIZATION dbo;
IF DATABASE_PRINCIPAL_ID(N'sluice_analyst') IS NULL
    CREATE ROLE sluice_analyst AUTHORIZATION dbo;
IF DATABASE_PRINCIPAL_ID(N'$(identity)') IS NULL
    CREATE USER [$(identity)] FROM EXTERNAL PROVIDER;
GO

-- The app: tables and views in its two schemas, and what is in them. It cannot make schemas, users, procedures or anything elsewhere.
GRANT CREATE TABLE, CREATE VIEW TO sluice_application;
GRANT ALTER, SELECT, INSERT, UPDATE, DELETE ON SCHEMA::lake TO sluice_application;
GRANT ALTER, SELECT, INSERT, UPDATE, DELETE ON SCHEMA::sluice TO sluice_application;

-- Analysts: read tables, orphans, duplicates and the ledger. Give it to a person or a group:
--   CREATE USER [<name>] FROM EXTERNAL PROVIDER; ALTER ROLE sluice_analyst ADD MEMBER [<name>];
GRANT SELECT ON SCHEMA::lake TO sluice_analyst;
GRANT SELECT ON SCHEMA::sluice TO sluice_analyst;

ALTER ROLE sluice_application ADD MEMBER [$(identity)];
GO
