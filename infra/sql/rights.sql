-- Grants rights in the warehouse's database. Run it once as the Entra administrator of the database, with the name and the client id of the
-- app's managed identity:
--
--   sqlcmd -S <server>.database.windows.net -d <database> -G -v identity=<name> -v client=<client id> -i infra/sql/rights.sql
--
-- It is safe to run it again. The app itself creates and changes its tables, in two schemas and nowhere else.
IF SCHEMA_ID(N'lake') IS NULL
    EXEC (N'CREATE SCHEMA lake AUTHORIZATION dbo');
IF SCHEMA_ID(N'sluice') IS NULL
    EXEC (N'CREATE SCHEMA sluice AUTHORIZATION dbo');
GO

IF DATABASE_PRINCIPAL_ID(N'sluice_application') IS NULL
    CREATE ROLE sluice_application AUTHORIZATION dbo;
IF DATABASE_PRINCIPAL_ID(N'sluice_analyst') IS NULL
    CREATE ROLE sluice_analyst AUTHORIZATION dbo;
GO

-- The app's identity. Azure SQL identifies a managed identity by its client id. With FROM EXTERNAL PROVIDER the server would look up the
-- name in Entra ID, and a pipeline has no right to do that. A user with this name and another SID belongs to a deleted identity, so drop it.
DECLARE @sid varbinary(16) = CONVERT(varbinary(16), CONVERT(uniqueidentifier, N'$(client)'));
IF EXISTS (SELECT 1 FROM sys.database_principals WHERE name = N'$(identity)' AND sid <> @sid)
    DROP USER [$(identity)];
IF DATABASE_PRINCIPAL_ID(N'$(identity)') IS NULL
BEGIN
    DECLARE @user nvarchar(max) = N'CREATE USER [$(identity)] WITH SID = ' + CONVERT(nvarchar(34), @sid, 1) + N', TYPE = E;';
    EXEC (@user);
END
GO

-- The app: tables and views in its two schemas, and their rows. It cannot create schemas, users or procedures, or anything elsewhere.
GRANT CREATE TABLE, CREATE VIEW TO sluice_application;
GRANT ALTER, SELECT, INSERT, UPDATE, DELETE ON SCHEMA::lake TO sluice_application;
GRANT ALTER, SELECT, INSERT, UPDATE, DELETE ON SCHEMA::sluice TO sluice_application;

-- Analysts read tables, orphans, duplicates and the ledger. To give the role to a person or a group:
--   CREATE USER [<name>] FROM EXTERNAL PROVIDER; ALTER ROLE sluice_analyst ADD MEMBER [<name>];
GRANT SELECT ON SCHEMA::lake TO sluice_analyst;
GRANT SELECT ON SCHEMA::sluice TO sluice_analyst;

ALTER ROLE sluice_application ADD MEMBER [$(identity)];
GO
