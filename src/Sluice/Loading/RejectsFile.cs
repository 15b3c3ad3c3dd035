using System.Buffers;
using System.Text;
using Sluice.Lake;
using Sluice.Rows;
using Sluice.Validation.Content;

namespace Sluice.Loading;

/// <summary>
/// The rejects of one load as a file in the lake: the raw records under the file's own header, and one column more that says what is
/// wrong. Corrected and uploaded beside the other files of the dataset, it loads.
/// </summary>
public sealed class RejectsFile
{
    /// <summary>The container of these files.</summary>
    public const string Container = LedgerNames.Rejects;

    private readonly ILakeStorage storage;
    private readonly string delimiter;
    private readonly string header;
    private readonly Dialect dialect;
    private readonly bool needsMark;
    private long row;
    private Stream? stream;

    /// <summary>Creates the file of a load; it is written only if there is a reject.</summary>
    /// <param name="storage">The lake.</param>
    /// <param name="path">Its path, see <see cref="PathOf"/>.</param>
    /// <param name="header">The header record of the rejected file.</param>
    /// <param name="delimiter">The field separator of the rejected file.</param>
    /// <param name="dataset">How the rejected file is written otherwise.</param>
    public RejectsFile(ILakeStorage storage, string path, string header, char delimiter, Dataset dataset)
    {
        this.storage = storage;
        this.header = header;
        dialect = dataset.Dialect;
        this.delimiter = dialect.Delimiter ?? $"{delimiter}";

        // It is in UTF-8, whatever the dataset is in.
        needsMark = !dataset.Encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
        Path = path;
    }

    /// <summary>Its path, container first.</summary>
    public string Path { get; }

    /// <summary>The path of the rejects file of a load: <c>rejects/&lt;dataset&gt;/&lt;file&gt;/&lt;load&gt;.csv</c>.</summary>
    public static string PathOf(Dataset dataset, string file, long load)
    {
        var name = file[(dataset.Path.Container.Length + 1)..];
        var prefix = dataset.Path.Prefix;
        name = name.Length > prefix.Length && prefix.EndsWith('/') ? name[prefix.Length..] : name;
        return $"{Container}/{dataset.Name}/{name}/{load}.csv";
    }

    /// <summary>Writes rejects.</summary>
    public async Task WriteAsync(IReadOnlyList<Reject> rejects, CancellationToken cancellationToken)
    {
        if (rejects.Count == 0)
        {
            return;
        }

        var buffer = new ArrayBufferWriter<byte>();
        if (stream is null)
        {
            stream = await storage.OpenWriteAsync(Path, cancellationToken);
            buffer.Write(needsMark ? "\uFEFF"u8 : default);
            Write(buffer, header, SystemColumns.Errors);
            row = dialect.Header ? dialect.HeaderRows[^1] : 1;
        }

        foreach (var reject in rejects)
        {
            WriteComments(buffer);
            buffer.Write(reject.RawBytes.Span);
            Write(buffer, "", string.Join("; ", reject.Errors.Select(e => e.Field is null ? e.Message : $"{e.Field}: {e.Message}")));
        }

        await stream.WriteAsync(buffer.WrittenMemory, cancellationToken);
    }

    /// <summary>Puts the file in the lake, if it has a reject. Without this there is none.</summary>
    /// <returns>Its path, or <see langword="null"/> if there is no reject.</returns>
    public async Task<string?> CompleteAsync()
    {
        if (stream is null)
        {
            return null;
        }

        await stream.DisposeAsync();
        return Path;
    }

    // Where the dialect has a comment by its row number, a reject would be taken for one.
    private void WriteComments(ArrayBufferWriter<byte> buffer)
    {
        while (dialect.CommentRows.Contains((int)Math.Min(++row, int.MaxValue)))
        {
            Encoding.UTF8.GetBytes($"-{dialect.LineTerminator ?? "\r\n"}", buffer);
        }
    }

    private void Write(ArrayBufferWriter<byte> buffer, string record, string errors) =>
        Encoding.UTF8.GetBytes(
            $"{record}{delimiter}{CellText.Write(errors, dialect, delimiter)}{dialect.LineTerminator ?? "\r\n"}", buffer);
}
