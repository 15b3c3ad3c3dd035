using System.Reflection;
using Sluice.Lake.Definition;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Erasure;
using Sluice.SqlServer.Ledger;
using Sluice.SqlServer.Loading;
using Sluice.SqlServer.Locks;
using Sluice.SqlServer.Schema;

namespace Sluice.Tests.SqlServer;

/// <summary>Every statement that the adapter can send is valid T-SQL, and its names exist in the tables.</summary>
[Trait("kind", "thorough")]
public class StatementTests
{
    private static readonly string[] Definitions = ["CREATE VIEW", "CREATE SCHEMA"];

    // Methods of statements over a key. Only some tables have one.
    private static readonly string[] OverKeys = [nameof(TableStatements.HasTwoOfAKey)];

    [Theory]
    [InlineData("every", true)]
    [InlineData("hostile", false)]
    public void Every_statement_is_understood_over_the_tables_of_a_lake(string lakeName, bool hasFeatures)
    {
        var features = hasFeatures ? ServerFeatures.All : ServerFeatures.None;
        var lake = SqlLakes.Named(lakeName);
        using var model = SqlModel.Of(lake, features);
        foreach (var (number, method) in Methods().Index())
        {
            // By default each dataset has every third statement, and each statement has every third dataset.
            foreach (var dataset in lake.Datasets.Where((_, i) => Effort.IsThorough || (i + number) % 3 == 0))
            {
                foreach (var statement in Produce(method, lake, dataset, features)
                    .Where(s => !Definitions.Any(d => s.Text.StartsWith(d, StringComparison.Ordinal))))
                {
                    model.Bind($"{method.DeclaringType!.Name}.{method.Name}", statement);
                }
            }
        }

        model.AssertUnderstood();
    }

    [Fact]
    public void All_of_them_are_found() =>
        Assert.Superset(
            new HashSet<string>
            {
                nameof(TableStatements), nameof(LedgerStatements), nameof(LockStatements), nameof(MergeStatements),
                nameof(OrphanView), nameof(DuplicateView), nameof(EraseStatements),
            },
            Methods().Select(m => m.DeclaringType!.Name).ToHashSet());

    // Nothing else can become a command: see Session.
    private static IEnumerable<MethodInfo> Methods() => typeof(Statement).Assembly.GetTypes()
        .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Where(m => m.ReturnType == typeof(Statement) || m.ReturnType == typeof(IReadOnlyList<Statement>))
        .Where(m => !m.Name.StartsWith('<') && !m.Name.StartsWith("op_", StringComparison.Ordinal));

    private static bool TakesTable(MethodInfo method) => method.GetParameters().Any(p => p.ParameterType == typeof(DatasetTable));

    private static IEnumerable<Statement> Produce(MethodInfo method, LakeDefinition lake, Dataset dataset, ServerFeatures features)
    {
        var table = new DatasetTable(dataset);
        if (((OverKeys.Contains(method.Name) || (method.DeclaringType == typeof(MergeStatements) && TakesTable(method))) && !table.IsMerged)
            || (dataset.Schema.ForeignKeys.Count == 0
                && (method.DeclaringType == typeof(OrphanView) || method.Name == nameof(TableStatements.DropView))))
        {
            return [];
        }

        if (method.DeclaringType == typeof(DuplicateView) && dataset.UniqueKeysOfTable.Count == 0)
        {
            return [];
        }

        object?[] arguments = [.. method.GetParameters().Select(Argument)];
        return method.Invoke(null, arguments) is Statement one ? [one] : (IReadOnlyList<Statement>)method.Invoke(null, arguments)!;

        object Argument(ParameterInfo parameter) => parameter switch
        {
            { Name: "schema" } => "more",
            { Name: "column" } when parameter.ParameterType == typeof(string) => table.Columns[0].Name,
            { Name: "column" } =>
                method.Name == nameof(TableStatements.Add) ? new TableColumn("added]", "nvarchar(20)", true) : table.Columns[0],
            { Name: "existing" } => table.Columns,
            { Name: "name" } when method.Name == nameof(TableStatements.DropView) => OrphanView.NameOf(dataset.Name),
            { Name: "staged" } when method.Name == nameof(MergeStatements.MoveRejects) => "sluice.reject",
            { Name: "compared" } => ">",
            { Name: "count" } => 2,
            { Name: "fields" or "where" } => dataset.Schema.Fields.Select(f => f.Name).ToList(),
            { Name: "keepsOld" } => true,
            { ParameterType: var type } when type == typeof(string) => table.Name,
            { ParameterType: var type } when type == typeof(DatasetTable) => table,
            { ParameterType: var type } when type == typeof(ServerFeatures) => features,
            { ParameterType: var type } when type == typeof(LakeDefinition) => lake,
            { ParameterType: var type } when type == typeof(Dataset) => dataset,
            _ => throw new InvalidOperationException($"There is no argument for {parameter}."),
        };
    }
}
