using System.Text;
using Sluice.Inference;
using Sluice.IO;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Validation.Keys;
using Sluice.Validation.Rows;

namespace Sluice.Tests.Validation;

/// <summary>Short ways to make datasets and files for tests.</summary>
internal static class Given
{
    public static readonly WarehouseLimits DuckDb = new(TicksPerUnit: 10);

    public static readonly byte[] HashKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static Field Field(string name, FieldType type = FieldType.String, string format = "default", bool required = false) => new()
    {
        Name = name,
        Type = type,
        Format = format,
        Constraints = new FieldConstraints { Required = required },
        Column = type switch
        {
            FieldType.Integer or FieldType.Year => new ColumnType(ColumnKind.Int64),
            FieldType.Number => new ColumnType(ColumnKind.Decimal, 12, 2),
            FieldType.Boolean => new ColumnType(ColumnKind.Boolean),
            FieldType.Date => new ColumnType(ColumnKind.Date),
            FieldType.Time => new ColumnType(ColumnKind.Time),
            FieldType.Datetime => new ColumnType(ColumnKind.Timestamp),
            _ => new ColumnType(ColumnKind.Text),
        },
    };

    public static Dataset Dataset(params Field[] fields) => new()
    {
        Name = "ads",
        Paths = [new DatasetPath("data", "ads/*.csv")],
        Schema = new TableSchema { Fields = fields },
    };

    public static Func<long, CancellationToken, Task<Stream>> File(byte[] bytes) =>
        (offset, _) => Task.FromResult<Stream>(new MemoryStream(bytes, (int)offset, bytes.Length - (int)offset));

    /// <summary>Infers what a file is.</summary>
    public static async Task<SchemaInference> InferAsync(string file)
    {
        var inference = new SchemaInference();
        await inference.ReadAsync(File(Encoding.UTF8.GetBytes(file)), "a.csv", long.MaxValue, CancellationToken.None);
        return inference;
    }

    /// <summary>Reads a file as a whole.</summary>
    public static Task<ReadFile> ReadAsync(Dataset dataset, string text, int maxRecordBytes = 1024 * 1024) =>
        ReadAsync(dataset, Encoding.UTF8.GetBytes(text), maxRecordBytes);

    /// <summary>Reads a file as a whole, or continues where a reading of a shorter version ended.</summary>
    public static async Task<ReadFile> ReadAsync(
        Dataset dataset, byte[] bytes, int maxRecordBytes = 1024 * 1024, ReadFile? after = null, string? name = null,
        FileOrigin? origin = null)
    {
        try
        {
            return await ReadOnceAsync(dataset, bytes, maxRecordBytes, after, name, origin);
        }
        catch (KeysUnknownException) when (after is { LastKeys: not null })
        {
            return await ReadOnceAsync(dataset, bytes, maxRecordBytes, after with { LastKeys = null }, name, origin);
        }
    }

    private static async Task<ReadFile> ReadOnceAsync(
        Dataset dataset, byte[] bytes, int maxRecordBytes, ReadFile? after, string? name, FileOrigin? origin)
    {
        await using var reader = await OpenAsync(
            dataset, bytes, new ReadOptions { MaxRecordBytes = maxRecordBytes, HashKey = HashKey }, after, name, origin);
        var batch = new ColumnBatch(dataset.Schema, 7);
        var rejects = new List<Reject>();
        var read = new ReadFile();
        while (await reader.ReadAsync(batch, rejects, CancellationToken.None))
        {
            for (var row = 0; row < batch.Count; row++)
            {
                read.Rows.Add((batch.RowNumbers[row], string.Join('|', batch.Columns.Select(c => Text(c, row)))));
            }

            read.Rejects.AddRange(rejects);
        }

        return read with
        {
            Position = reader.Position,
            Header = reader.Header,
            Dialect = reader.Dialect,
            PrefixHash = reader.PrefixHash!,
            LastKeys = reader.LastKeys,
            Changes = reader.Changes,
        };
    }

    private static Task<DatasetReader> OpenAsync(
        Dataset dataset, byte[] bytes, ReadOptions options, ReadFile? after, string? name, FileOrigin? origin)
    {
        if (after is not { Position.Offset: > 0 })
        {
            return DatasetReader.StartAsync(
                dataset, DuckDb, options, File(bytes), hashing: true, CancellationToken.None, name, origin: origin, length: bytes.Length);
        }

        var hash = new System.IO.Hashing.XxHash128();
        hash.Append(bytes.AsSpan(0, (int)after.Position.Offset));
        return DatasetReader.ResumeAsync(
            dataset, DuckDb, options, File(bytes), after.Position, after.Header, after.Dialect, hash, after.LastKeys,
            CancellationToken.None, name, origin: origin, length: bytes.Length);
    }

    private static string Text(Column column, int row) => column.IsNull(row) ? "∅" : column switch
    {
        TextColumn text => Encoding.UTF8.GetString(text[row]),
        ValueColumn<long> value => value.Values[row].ToString(System.Globalization.CultureInfo.InvariantCulture),
        ValueColumn<int> value => value.Values[row].ToString(System.Globalization.CultureInfo.InvariantCulture),
        ValueColumn<Int128> value => value.Values[row].ToString(System.Globalization.CultureInfo.InvariantCulture),
        ValueColumn<double> value => value.Values[row].ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        ValueColumn<bool> value => value.Values[row] ? "true" : "false",
        _ => throw new InvalidOperationException(column.GetType().Name),
    };
}
