using System.Text;
using BenchmarkDotNet.Attributes;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Validation;
using Sluice.Warehouse;

namespace Sluice.Benchmarks.Micro;

/// <summary>Bytes of a CSV in memory to typed columns: per row, with and without text.</summary>
public class Validating
{
    private const int Rows = 100_000;

    private readonly ColumnBatchSource numbers = new("12345,2.50,2024-05-06T07:08:09Z", ColumnKind.Int64, ColumnKind.Decimal, ColumnKind.Timestamp);
    private readonly ColumnBatchSource texts = new("Oak table with four chairs,furniture,Oslo", ColumnKind.Text, ColumnKind.Text, ColumnKind.Text);

    /// <summary>A whole number, a decimal and an instant.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public Task<long> NumbersAndTimes() => numbers.ReadAsync();

    /// <summary>Three texts.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public Task<long> Texts() => texts.ReadAsync();

    private sealed class ColumnBatchSource(string line, params ColumnKind[] kinds)
    {
        private readonly byte[] csv = Encoding.UTF8.GetBytes(
            string.Join(',', kinds.Select((_, i) => $"c{i}")) + "\n" + string.Concat(Enumerable.Repeat(line + "\n", Rows)));

        private readonly Dataset dataset = new()
        {
            Name = "micro",
            Path = new DatasetPath("data", "*.csv"),
            Schema = new TableSchema { Fields = [.. kinds.Select((k, i) => Field($"c{i}", k))] },
        };

        public async Task<long> ReadAsync()
        {
            var found = await FileValidator.ValidateAsync(
                dataset, new WarehouseLimits(TicksPerUnit: 10), new LoaderOptions(),
                (offset, _) => Task.FromResult<Stream>(new MemoryStream(csv, (int)offset, csv.Length - (int)offset)), _ => { }, CancellationToken.None);
            return found.Rows == Rows ? found.Rows : throw new InvalidOperationException($"{found.Rows} of {Rows} rows passed.");
        }

        private static Field Field(string name, ColumnKind kind) => new()
        {
            Name = name,
            Type = kind switch
            {
                ColumnKind.Int64 => FieldType.Integer,
                ColumnKind.Decimal => FieldType.Number,
                ColumnKind.Timestamp => FieldType.Datetime,
                _ => FieldType.String,
            },
            Column = kind == ColumnKind.Decimal ? new ColumnType(kind, 12, 2) : new ColumnType(kind),
        };
    }
}
