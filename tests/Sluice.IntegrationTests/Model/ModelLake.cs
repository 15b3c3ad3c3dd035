using System.Globalization;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Operations;
using Sluice.Rows;

namespace Sluice.IntegrationTests.Model;

/// <summary>
/// The lake of the model test: a dataset for each write mode, and one that refuses files with many rejects. All have the same fields.
/// The key is the last field, so that a file that ends within a record may end within a key. The definition has two editions: the second
/// has a greatest number. It rejects about half of all rows, but none of the merged dataset, whose rows would depend on what was read
/// under which edition. The key of the merged dataset can be erased: the rows of <see cref="Events"/> and <see cref="Snapshot"/> go along,
/// and those of <see cref="Strict"/> stay.
/// </summary>
internal static class ModelLake
{
    public const string Container = "model";

    /// <summary>The key for hashing.</summary>
    public static readonly byte[] HashKey = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    /// <summary>The most rejects of a file of <see cref="Strict"/>.</summary>
    public const int MostRejects = 2;

    public static Dataset Events { get; } = ErasedWithPeople(Make("events", WriteMode.Append) with { OnDelete = DeletePolicy.Remove });

    public static Dataset People { get; } = Make("people", WriteMode.Merge);

    public static Dataset Snapshot { get; } =
        ErasedWithPeople(Make("snapshot", WriteMode.Replace) with { OnDelete = DeletePolicy.Remove });

    public static Dataset Strict { get; } = Make("strict", WriteMode.Append) with { OnReject = new RejectPolicy(MaxRows: MostRejects) };

    /// <summary>The datasets of the first edition.</summary>
    public static IReadOnlyList<Dataset> Datasets { get; } = [Events, People, Snapshot, Strict];

    /// <summary>The definition of an edition, 0 or 1.</summary>
    public static LakeDefinition DefinitionOf(int edition) =>
        new("model", edition == 0 ? Datasets : [.. Datasets.Select(SecondEditionOf)]);

    /// <summary>The greatest number that a dataset accepts in an edition.</summary>
    public static long MostOf(Dataset dataset, int edition) =>
        edition == 0 ? long.MaxValue : dataset.WriteMode == WriteMode.Merge ? RecordStream.Most : RecordStream.Most / 2;

    /// <summary>Whether a dataset has no rows of erased keys.</summary>
    public static bool IsErased(Dataset dataset) => dataset.Name != Strict.Name;

    /// <summary>The request to erase a key.</summary>
    public static WorkRequest Erase(long key, WarehouseLimits limits)
    {
        var values = new Dictionary<string, string> { ["id"] = key.ToString(CultureInfo.InvariantCulture) };
        return ErasureKey.TryRead(People, values, HashKey, limits, out var erasure) is { } fault
            ? throw new InvalidOperationException(fault)
            : WorkRequest.ForKey(erasure!, LoadTrigger.Http);
    }

    private static Dataset ErasedWithPeople(Dataset dataset) => dataset with
    {
        Schema = dataset.Schema with { ForeignKeys = [new ForeignKey(["id"], "people", ["id"]) { Erases = true }] },
    };

    private static Dataset SecondEditionOf(Dataset dataset)
    {
        var most = new FieldConstraints { Maximum = $"{MostOf(dataset, edition: 1)}" };
        return dataset with
        {
            Schema = dataset.Schema with
            {
                Fields = [.. dataset.Schema.Fields.Select(f => f.Name == "n" ? f with { Constraints = most } : f)],
            },
        };
    }

    private static Dataset Make(string name, WriteMode mode) => new()
    {
        Name = name,
        Paths = [new DatasetPath(Container, $"{name}/*.csv")],
        WriteMode = mode,
        OnDefinitionChange = DefinitionChangePolicy.Reload,
        Dialect = CsvDialect.Open,
        Schema = new TableSchema
        {
            Fields = [Warehouse.Datasets.Text("name"), Warehouse.Datasets.Integer("n"), Warehouse.Datasets.Key("id")],
            PrimaryKey = mode == WriteMode.Merge ? ["id"] : [],
        },
    };
}
