-- Creates the database and the app's login on your own SQL Server, such as that of compose.yaml. Run it as an administrator of the server.
-- Then run infra/sql/rights.sql in the database, with the same name and client id:
--
--   sqlcmd -S <server> -U sa -C -b -v identity=<name> -v client=<a GUID> -v password=<password> -i infra/sql/server.sql
--   sqlcmd -S <server> -U sa -C -b -d sluice -v identity=<name> -v client=<the same GUID> -i infra/sql/rights.sql
--
-- It is safe to run it again; it then sets the new password. As in Azure SQL, readers do not wait for writers.
IF DB_ID(N'sluice') IS NULL
BEGIN
    CREATE DATABASE sluice;
    ALTER DATABASE sluice SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE;
    ALTER DATABASE sluice SET ALLOW_SNAPSHOT_ISOLATION ON;
END
GO

-- The client id is the SID of the login, and so of its user. By this SID infra/sql/rights.sql recognises the user as the app's.
DECLARE @sid varbinary(16) = CONVERT(varbinary(16), CONVERT(uniqueidentifier, N'$(client)'));
DECLARE @login nvarchar(max) =
    CASE WHEN SUSER_ID(N'$(identity)') IS NULL THEN N'CREATE' ELSE N'ALTER' END
    + N' LOGIN [$(identity)] WITH PASSWORD = N''$(password)'''
    + CASE WHEN SUSER_ID(N'$(identity)') IS NULL THEN N', SID = ' + CONVERT(nvarchar(34), @sid, 1) ELSE N'' END
    + N', DEFAULT_DATABASE = sluice;';
EXEC (@login);
GO

USE sluice;
IF DATABASE_PRINCIPAL_ID(N'$(identity)') IS NULL
    CREATE USER [$(identity)] FOR LOGIN [$(identity)];
GO
