using Sluice.Local.Answering;

namespace Sluice.Tests.Local;

public class ReadOnlySqlTests
{
    private const string Refused = "Only one SELECT can be run, which changes nothing.";

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("SELECT TOP 3 * FROM lake.ads ORDER BY id;")]
    [InlineData("WITH a AS (SELECT 1 AS x) SELECT * FROM a -- one")]
    [InlineData("SELECT city, COUNT(*) FROM lake.ads GROUP BY city FOR JSON PATH")]
    public void One_query_in_the_grammar_of_SQL_Server_is_allowed(string sql) =>
        Assert.Null(ReadOnlySql.FindFault(sql, isSqlServer: true));

    [Theory]
    [InlineData("")]
    [InlineData("DELETE lake.ads")]
    [InlineData("SELECT * INTO lake.copy FROM lake.ads")]
    [InlineData("SELECT 1; DELETE lake.ads")]
    [InlineData("SELECT 1\nGO\nDELETE lake.ads")]
    [InlineData("WITH a AS (SELECT 1 AS x) DELETE FROM a")]
    [InlineData("EXEC sp_who")]
    [InlineData("sp_who")]
    [InlineData("COMMIT")]
    [InlineData("BEGIN SELECT 1 END")]
    [InlineData("IF 1 = 1 SELECT 1")]
    public void Nothing_else_is(string sql) => Assert.Equal(Refused, ReadOnlySql.FindFault(sql, isSqlServer: true));

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("FROM lake.ads")]
    [InlineData("VALUES (1)")]
    [InlineData("WITH a AS (SELECT 1 AS x) FROM a; -- one")]
    [InlineData("DESCRIBE lake.ads")]
    [InlineData("SUMMARIZE lake.ads")]
    public void One_query_in_the_grammar_of_DuckDB_is_allowed(string sql) =>
        Assert.Null(ReadOnlySql.FindFault(sql, isSqlServer: false));

    [Theory]
    [InlineData("")]
    [InlineData("-- nothing")]
    [InlineData("DELETE FROM lake.ads")]
    [InlineData("SELECT 1; DELETE FROM lake.ads")]
    [InlineData("CREATE TABLE copy AS SELECT 1")]
    [InlineData("ATTACH 'x.duckdb'")]
    [InlineData("CALL pragma_version()")]
    [InlineData("COMMIT")]
    [InlineData("EXPLAIN ANALYZE DELETE FROM lake.ads")]
    public void Nothing_else_is_in_DuckDB(string sql) => Assert.Equal(Refused, ReadOnlySql.FindFault(sql, isSqlServer: false));

    [Fact]
    public void An_error_of_syntax_is_said_with_its_place()
    {
        Assert.Equal("Line 2, column 1: Incorrect syntax near 'FROM'.", ReadOnlySql.FindFault("SELECT 1\nFROM WHERE", isSqlServer: true));
        Assert.Equal("syntax error at or near \"SELEC\"", ReadOnlySql.FindFault("SELEC x", isSqlServer: false));
    }
}
