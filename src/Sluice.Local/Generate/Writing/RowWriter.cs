using System.Text.Json;
using CsvHelper;
using Sluice.Files;
using Sluice.Local.Generate.Faults;
using Sluice.Local.Generate.Tables;
using Sluice.Local.Terminal;

namespace Sluice.Local.Generate.Writing;

/// <summary>
/// Writes the rows of one sample file, makes some of them dirty, and counts both. The caller begins a row, writes the good value of each
/// column in order, and ends the row; this class replaces values by faults.
/// </summary>
internal sealed class RowWriter : IDisposable
{
    private const int ReportEvery = 16_384;

    // One in this many dirty rows has two faults.
    private const int TwoFaultsEvery = 8;

    private static readonly CsvWriterOptions Csv = new() { NewLine = "\n", ValidateFieldCount = false, BufferSize = 1 << 18 };

    private readonly SampleTable table;
    private readonly SampleOptions options;
    private readonly long total;
    private readonly IProgress<SampleProgress>? progress;
    private readonly CancellationToken cancellationToken;
    private readonly string accountPath;
    private readonly FileStream stream;
    private readonly CsvWriter csv;
    private readonly Prng random;
    private readonly Fault[] faults;
    private readonly Utf8Text value = new();
    private readonly SortedDictionary<string, long> rules = new(StringComparer.Ordinal);
    private Fault? first;
    private Fault? second;
    private int column;
    private int columnsToWrite;
    private int nextFault;
    private long rows;
    private long bad;

    public RowWriter(
        SampleTable table, SampleOptions options, long total, IProgress<SampleProgress>? progress, CancellationToken cancellationToken)
    {
        this.table = table;
        this.options = options;
        this.total = total;
        this.progress = progress;
        this.cancellationToken = cancellationToken;
        random = new Prng(options.Seed, table.Dataset + "/dirt");
        faults = Shuffled(Fault.AllFor(table), random);

        var path = Path.Combine(options.Folder, table.Dataset, table.FileName + ".csv");
        CommandException.ThrowUsage(LocalPath.FindOutputFault(path));
        var folder = Directory.CreateDirectory(Path.GetDirectoryName(path)!).FullName;
        accountPath = Path.Combine(folder, table.FileName + ".expected.json");
        // Delete the old account first: an interrupted run must not leave it beside the new file.
        File.Delete(accountPath);
        stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        csv = CsvWriter.Create(stream, Csv, leaveOpen: true);
        csv.WriteHeader(table.Columns.Select(c => c.Name).ToArray());
    }

    /// <summary>Begins a row.</summary>
    /// <returns>Whether the row is good, so that others may refer to it.</returns>
    public bool Begin()
    {
        column = -1;
        columnsToWrite = table.Columns.Count;
        first = second = null;
        if (!random.ChanceOf(options.Dirt))
        {
            return true;
        }

        // Take faults in turn rather than at random, so that even a small sample has as many kinds as dirty rows.
        first = TakeFault();
        if (++bad % TwoFaultsEvery == 0 && first.LeavesTheRestToBeRead)
        {
            var other = faults[random.Below(faults.Length)];
            second = other.LeavesTheRestToBeRead && other.Column != first.Column ? other : null;
        }

        if (first.Kind == FaultKind.TooFewFields)
        {
            columnsToWrite = random.Between(2, table.Columns.Count - 1);
        }

        return false;
    }

    /// <summary>Writes text; empty text is a missing value.</summary>
    public void Text(ReadOnlySpan<byte> text)
    {
        if (Clean())
        {
            csv.WriteField(text);
        }
    }

    /// <summary>Writes a missing value.</summary>
    public void Missing() => Text(default);

    /// <summary>Writes a whole number.</summary>
    public void Number(long number)
    {
        if (Clean())
        {
            csv.WriteField(value.Clear().Append(number).Span);
        }
    }

    /// <summary>Writes an amount, without decimals if it is whole.</summary>
    public void Money(long cents)
    {
        if (Clean())
        {
            value.Clear().Append(cents / 100);
            csv.WriteField(cents % 100 == 0 ? value.Span : value.Append("."u8).Append(cents % 100, "D2").Span);
        }
    }

    /// <summary>Writes degrees, given in millionths.</summary>
    public void Degrees(int millionths)
    {
        if (Clean())
        {
            var magnitude = Math.Abs(millionths);
            csv.WriteField(value.Clear().Append(millionths < 0 ? "-"u8 : default).Append(magnitude / 1_000_000).Append("."u8)
                .Append(magnitude % 1_000_000, "D6").Span);
        }
    }

    /// <summary>Writes a date.</summary>
    public void Date(DateOnly date)
    {
        if (Clean())
        {
            Span<byte> text = stackalloc byte[10];
            Calendar.Format(date, text);
            csv.WriteField(text);
        }
    }

    /// <summary>Writes an instant of the calendar.</summary>
    public void Instant(int instant)
    {
        if (Clean())
        {
            Span<byte> text = stackalloc byte[20];
            Calendar.Format(instant, text);
            csv.WriteField(text);
        }
    }

    /// <summary>Ends the row.</summary>
    public void End()
    {
        if (first is not null)
        {
            for (var extra = first.Kind == FaultKind.TooManyFields ? random.Between(1, 3) : 0; extra > 0; extra--)
            {
                csv.WriteField("extra, unexpected"u8);
            }

            Count(first);
            Count(second);
        }

        csv.EndRecord();
        if (++rows % ReportEvery == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(new SampleProgress(table.Dataset, rows, total));
        }
    }

    /// <summary>Ends the file, and writes its account (<see cref="SampleFile"/>) beside it.</summary>
    public SampleFile Complete()
    {
        csv.Flush();
        var file = new SampleFile(table.Dataset, $"{table.Dataset}/{table.FileName}.csv", rows, rows - bad, bad, rules, stream.Length);
        File.WriteAllBytes(accountPath, [.. JsonSerializer.SerializeToUtf8Bytes(file, SampleJson.Default.SampleFile), (byte)'\n']);
        progress?.Report(new SampleProgress(table.Dataset, rows, total));
        return file;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        csv.Dispose();
        stream.Dispose();
    }

    private static Fault[] Shuffled(IEnumerable<Fault> faults, Prng random)
    {
        Fault[] result = [.. faults];
        for (var i = result.Length - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (result[i], result[j]) = (result[j], result[i]);
        }

        return result;
    }

    private Fault TakeFault()
    {
        var fault = faults[nextFault];
        nextFault = (nextFault + 1) % faults.Length;
        return fault;
    }

    private void Count(Fault? fault)
    {
        if (fault is not null)
        {
            rules[fault.Rule] = rules.GetValueOrDefault(fault.Rule) + 1;
        }
    }

    /// <summary>
    /// Moves to the next column. Writes the value if a fault replaces it; returns whether the caller must write the good value.
    /// </summary>
    private bool Clean()
    {
        column++;
        if (first is null)
        {
            return true;
        }

        if (column >= columnsToWrite)
        {
            return false;
        }

        var fault = first.Column == column ? first : second is not null && second.Column == column ? second : null;
        if (fault is null)
        {
            return true;
        }

        value.Clear();
        DirtyValues.Write(fault.Kind, table.Columns[column], random, value);
        csv.WriteField(value.Span);
        return false;
    }
}
