using Microsoft.SqlServer.Dac.Model;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Schema;

namespace Sluice.Tests.SqlServer;

/// <summary>Azure SQL accepts the tables of every lake.</summary>
public class TableDefinitionTests
{
    public static TheoryData<string, bool> Lakes => new()
    {
        { "sample", true }, { "sample", false }, { "every", true }, { "every", false }, { "hostile", true }, { "hostile", false },
    };

    [Theory]
    [MemberData(nameof(Lakes))]
    public void The_tables_of_a_lake_are_defined_without_an_error_or_a_warning(string lake, bool hasFeatures)
    {
        using var model = SqlModel.Of(SqlLakes.Named(lake), hasFeatures ? ServerFeatures.All : ServerFeatures.None);

        model.AssertUnderstood();
    }

    [Fact]
    public void A_statement_over_a_column_that_is_not_there_is_found()
    {
        using var model = SqlModel.Of(SqlLakes.Sample, ServerFeatures.All);
        model.Bind("test", new Statement("SELECT nothing FROM lake.[ads];"));
        model.Bind("test", new Statement("SELECT 1 AS one FROM lake.[nothing];"));

        Assert.Equal(2, model.Faults().Count);
    }

    [Fact]
    public void Names_of_datasets_are_the_names_of_tables_whatever_is_in_them()
    {
        using var model = SqlModel.Of(SqlLakes.Hostile, ServerFeatures.All);

        var tables = model.ObjectNames(ModelSchema.Table);
        Assert.All(SqlLakes.HostileNames, n => Assert.Contains(n, tables));
        Assert.Equal(tables.Count, tables.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        string[] ofLedger = ["changes", "files", "operations", "reconciliation"];
        var views = SqlLakes.Hostile.Datasets.Count + SqlLakes.Hostile.Datasets.Count(d => d.UniqueKeysOfTable.Count > 0);
        Assert.Equal(ofLedger.Length + views, model.ObjectNames(ModelSchema.View).Count);
    }

    [Fact]
    public void A_side_table_has_a_name_of_its_own_though_its_dataset_has_a_long_one()
    {
        var names = SqlLakes.HostileNames.SelectMany(
            n => new[] { Names.RelatedObject("aside", n), Names.RelatedObject("orphans", n), Names.RelatedObject("duplicates", n) })
            .ToList();

        Assert.Equal(names.Count, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names, n => Assert.True(n.Length <= Names.MaxLength && !char.IsHighSurrogate(n[^1])));
        Assert.Equal("aside/ads", Names.RelatedObject("aside", "ads"));
    }

    [Theory]
    [InlineData("appended", "CREATE CLUSTERED COLUMNSTORE INDEX")]
    [InlineData("replaced", "CREATE CLUSTERED COLUMNSTORE INDEX")]
    [InlineData("by_integer", "PRIMARY KEY CLUSTERED ([integer]) WITH (DATA_COMPRESSION = PAGE)")]
    [InlineData("by_text", "PRIMARY KEY CLUSTERED ([_key]) WITH (DATA_COMPRESSION = PAGE)")]
    [InlineData("by_all",
        "PRIMARY KEY CLUSTERED ([whole], [float], [boolean], [date], [time], [datetime], [yearmonth], [_key]) "
            + "WITH (DATA_COMPRESSION = PAGE)")]
    public void A_table_is_stored_as_its_rows_are_written(string dataset, string says) =>
        Assert.Contains(says, Text(dataset, ServerFeatures.All), StringComparison.Ordinal);

    [Fact]
    public void Rows_that_are_appended_are_in_order_where_there_are_no_columnstores() =>
        Assert.Contains(
            "CREATE CLUSTERED INDEX ix_file ON lake.[appended] (_file, _row) WITH (DATA_COMPRESSION = PAGE);",
            Text("appended", ServerFeatures.All with { Columnstore = false }), StringComparison.Ordinal);

    [Theory]
    [InlineData("appended", "COLUMNSTORE")]
    [InlineData("appended", "INDEX")]
    [InlineData("by_integer", "DATA_COMPRESSION")]
    public void A_server_that_cannot_store_it_so_is_not_asked_to(string dataset, string says) =>
        Assert.DoesNotContain(says, Text(dataset, ServerFeatures.None), StringComparison.Ordinal);

    [Theory]
    [InlineData("string", "nvarchar(80) COLLATE Latin1_General_100_BIN2 NOT NULL")]
    [InlineData("long", "nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL")]
    [InlineData("uuid", "nvarchar(36) COLLATE Latin1_General_100_BIN2 NULL")]
    [InlineData("number", "decimal(38,10) NULL")]
    [InlineData("price", "decimal(12,2) NULL")]
    [InlineData("float", "float NULL")]
    [InlineData("integer", "bigint NULL")]
    [InlineData("year", "bigint NULL")]
    [InlineData("boolean", "bit NULL")]
    [InlineData("date", "date NULL")]
    [InlineData("yearmonth", "date NULL")]
    [InlineData("time", "time(7) NULL")]
    [InlineData("datetime", "datetime2(7) NULL")]
    [InlineData("object", "nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL")]
    [InlineData("list", "nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL")]
    [InlineData("geojson", "nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL")]
    [InlineData("duration", "nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL")]
    [InlineData("any", "nvarchar(max) COLLATE Latin1_General_100_BIN2 NULL")]
    [InlineData("hash", "nvarchar(64) COLLATE Latin1_General_100_BIN2 NULL")]
    [InlineData("_file", "bigint NOT NULL")]
    [InlineData("_row", "bigint NOT NULL")]
    public void A_field_has_the_documented_column(string field, string column) =>
        Assert.Contains($" [{field}] {column}", Text("appended", ServerFeatures.All), StringComparison.Ordinal);

    [Fact]
    public void The_columns_of_fields_that_are_gone_stay_and_so_does_the_room_for_longer_texts()
    {
        var dataset = SqlLakes.Every.Find("by_text")!;
        var table = new DatasetTable(
            dataset, new("gone", "bigint", true), new("STRING", "nvarchar(100)", false), new("uuid", "nvarchar(10)", true));

        Assert.Contains(new TableColumn("gone", "bigint", true), table.Columns);
        Assert.Contains(new TableColumn("string", "nvarchar(100)", false), table.Columns);
        Assert.Contains(new TableColumn("uuid", "nvarchar(36)", true), table.Columns);
    }

    private static string Text(string dataset, ServerFeatures features) =>
        string.Join('\n', TableStatements.Create(new DatasetTable(SqlLakes.Every.Find(dataset)!), features).Select(s => s.Text));
}
