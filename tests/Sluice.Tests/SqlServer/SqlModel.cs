using System.Data;
using Microsoft.SqlServer.Dac.Model;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Sluice.Lake.Definition;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Schema;

namespace Sluice.Tests.SqlServer;

/// <summary>
/// A database of Azure SQL as a model only. It has definitions of tables, and finds the names in statements, but it has no rows.
/// </summary>
internal sealed class SqlModel : IDisposable
{
    // What the model does not define: the catalog of every database.
    private static readonly string[] System = ["[sys].[", "sp_getapplock]", "sp_releaseapplock]", "sp_rename]"];

    private readonly TSqlModel model = new(SqlServerVersion.SqlAzure, new TSqlModelOptions());
    private readonly List<string> definitions = [];
    private int procedures;

    /// <summary>A database prepared for a lake.</summary>
    public static SqlModel Of(LakeDefinition lake, ServerFeatures features)
    {
        var model = new SqlModel();
        model.Define(TableStatements.CreateSchema("lake"));
        model.Define(TableStatements.CreateSchema("sluice"));
        model.DefineLedger();

        foreach (var table in lake.Datasets.Select(d => new DatasetTable(d)))
        {
            foreach (var statement in TableStatements.Create(table, features))
            {
                model.Define(statement);
            }

            if (table.IsMerged)
            {
                model.Define(TableStatements.CreateAside(table, table.Aside));
            }
        }

        foreach (var dataset in lake.Datasets.Where(d => d.Schema.ForeignKeys.Count > 0))
        {
            model.Define(OrphanView.Create(lake, dataset));
        }

        foreach (var dataset in lake.Datasets.Where(d => d.UniqueKeysOfTable.Count > 0))
        {
            model.Define(DuplicateView.Create(dataset));
        }

        return model;
    }

    /// <summary>Adds the result of all numbered scripts: a model cannot add columns to a table later.</summary>
    private void DefineLedger()
    {
        var statements = LedgerScripts.Names
            .SelectMany(s => ((TSqlScript)Parse(LedgerScripts.Read(s))).Batches).SelectMany(b => b.Statements).ToList();
        var tables = statements.OfType<CreateTableStatement>().ToDictionary(t => t.SchemaObjectName.BaseIdentifier.Value);
        foreach (var added in statements.OfType<AlterTableAddTableElementStatement>())
        {
            var table = tables[added.SchemaObjectName.BaseIdentifier.Value];
            foreach (var column in added.Definition.ColumnDefinitions)
            {
                table.Definition.ColumnDefinitions.Add(column);
            }
        }

        // A later script makes a view anew.
        var views = statements.OfType<CreateViewStatement>()
            .GroupBy(v => v.SchemaObjectName.BaseIdentifier.Value).SelectMany(v => v.SkipLast(1)).ToHashSet();
        var generator = new Sql170ScriptGenerator();
        foreach (var statement in statements
            .Where(s => s is not (AlterTableAddTableElementStatement or DropViewStatement) && !views.Contains(s)))
        {
            generator.GenerateScript(statement, out var text);
            definitions.Add(text);
        }
    }

    /// <summary>Adds what a statement defines.</summary>
    public void Define(Statement statement)
    {
        Parse(statement.Text);
        definitions.Add(statement.Text);
    }

    /// <summary>Adds a statement as the body of a procedure, so that the model checks its names.</summary>
    /// <param name="source">The name of the statement in errors.</param>
    /// <param name="statement">The statement.</param>
    public void Bind(string source, Statement statement)
    {
        Parse(statement.Text);
        var parameters = string.Join(", ", statement.Parameters.Select(p => $"@{p.Name} {TypeOf(p)}"));
        definitions.Add($"CREATE PROCEDURE dbo.[{source} {procedures++}] {parameters} AS\n{statement.Text}");
    }

    /// <summary>Asserts that there are no errors and no warnings.</summary>
    public void AssertUnderstood()
    {
        var faults = Faults();
        Assert.True(faults is [], string.Join('\n', faults.Take(5)));
    }

    /// <summary>All errors and warnings. Call it once.</summary>
    public IReadOnlyList<string> Faults()
    {
        AddDefinitions();
        return [.. model.Validate().Where(m => !System.Any(s => m.Message.Contains(s, StringComparison.Ordinal)))
            .Select(m => $"{m.Prefix}{m.Number}: {m.Message}")];
    }

    /// <summary>Tables and views by their names, without quotes.</summary>
    public IReadOnlyList<string> ObjectNames(ModelTypeClass type)
    {
        AddDefinitions();
        return [.. model.GetObjects(DacQueryScopes.UserDefined, type).Select(o => o.Name.Parts[^1])];
    }

    public void Dispose() => model.Dispose();

    // All at once: each addition looks at the whole model.
    private void AddDefinitions()
    {
        if (definitions.Count > 0)
        {
            model.AddObjects(string.Join("\nGO\n", definitions));
            definitions.Clear();
        }
    }

    private static TSqlFragment Parse(string text)
    {
        var parsed = new TSql170Parser(initialQuotedIdentifiers: true, SqlEngineType.SqlAzure)
            .Parse(new StringReader(text), out var errors);
        Assert.True(errors.Count == 0, $"{text}\n{string.Join('\n', errors.Select(e => $"{e.Line}:{e.Column}: {e.Message}"))}");
        return parsed;
    }

    private static string TypeOf(Sluice.SqlServer.Connections.Parameter parameter) => parameter.Type switch
    {
        SqlDbType.NVarChar => parameter.Size < 0 ? "nvarchar(max)" : $"nvarchar({parameter.Size})",
        SqlDbType.VarBinary => $"varbinary({parameter.Size})",
        SqlDbType.DateTime2 => "datetime2(7)",
        SqlDbType.Decimal => "decimal(29,10)",
        SqlDbType.UniqueIdentifier => "uniqueidentifier",
        var type => type.ToString().ToLowerInvariant(),
    };
}
