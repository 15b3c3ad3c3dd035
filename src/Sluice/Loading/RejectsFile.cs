using System.Buffers;
using System.IO.Hashing;
using System.Text;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Validation.Content;

namespace Sluice.Loading;

/// <summary>
/// The rejects of one load as a CSV in the lake: the raw records under the file's own header, with an extra column for the errors. Once
/// corrected and uploaded to the dataset's folder, it loads as it is.
/// </summary>
public sealed class RejectsFile
{
    /// <summary>The container of these files.</summary>
    public const string Container = LedgerNames.Rejects;

    // A slash, the number of a load, ".csv".
    private const int RoomForLoad = 24;

    private readonly ILakeStorage storage;
    private readonly string delimiter;
    private readonly string header;
    private readonly CsvDialect dialect;
    private readonly bool needsMark;
    private long row;
    private Stream? stream;

    /// <summary>Creates the rejects file of a load. Nothing is written until there is a reject.</summary>
    /// <param name="storage">The lake.</param>
    /// <param name="path">The file's path, from <see cref="PathOf"/>.</param>
    /// <param name="header">The header record of the rejected file.</param>
    /// <param name="dialect">The dialect of the rejected file; it has a delimiter.</param>
    /// <param name="dataset">The dataset.</param>
    public RejectsFile(ILakeStorage storage, string path, string header, CsvDialect dialect, Dataset dataset)
    {
        this.storage = storage;
        this.header = header;
        this.dialect = dialect;
        delimiter = dialect.Delimiter!;

        // The rejects file is always UTF-8, so in another encoding's dataset it needs a byte order mark.
        needsMark = !dataset.Encoding.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
        Path = path;
    }

    /// <summary>Its path, container first.</summary>
    public string Path { get; }

    /// <summary>
    /// The path of the rejects file of a load: <c>rejects/&lt;dataset&gt;/&lt;file&gt;/&lt;load&gt;.csv</c>. The file is its name below the
    /// folder of its path; it has its container too if the path has a pattern of containers. Further paths of the dataset have folders of
    /// their own (<see cref="Dataset.NameOfPath"/>).
    /// </summary>
    public static string PathOf(Dataset dataset, string file, long load) => $"{FolderOf(dataset, file)}{load}.csv";

    /// <summary>The folders of the container that have the rejects files of a dataset, each ending in <c>/</c>.</summary>
    internal static IEnumerable<string> FoldersOf(Dataset dataset) => dataset.Paths.Select((_, i) => $"{dataset.NameOfPath(i)}/");

    /// <summary>The file that a rejects file is of, or <see langword="null"/> if it is none of the dataset.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="rejectsFile">The path of a file of the container.</param>
    internal static string? FileOf(Dataset dataset, string rejectsFile)
    {
        for (var i = 0; i < dataset.Paths.Count; i++)
        {
            var start = $"{Container}/{dataset.NameOfPath(i)}/";
            if (rejectsFile.StartsWith(start, StringComparison.Ordinal)
                && rejectsFile.LastIndexOf('/') is var end && end >= start.Length)
            {
                var (path, name) = (dataset.Paths[i], rejectsFile[start.Length..end]);
                var file = path.HasContainerPattern ? LakePath.Split(name) : new LakePath(path.Container, PrefixOf(path) + name);
                return file is { } found && dataset.Matches(found) ? found.ToString() : null;
            }
        }

        return null;
    }

    /// <summary>The start of the paths of all rejects files of a file: <c>rejects/&lt;dataset&gt;/&lt;file&gt;/</c>.</summary>
    internal static string FolderOf(Dataset dataset, string file)
    {
        var (container, name) = LakePath.Split(file)!.Value;

        // A file that no path matches any more is treated as one of the first.
        var index = Math.Max(dataset.IndexOfPath(new LakePath(container, name)), 0);
        var path = dataset.Paths[index];
        var prefix = PrefixOf(path);
        name = path.HasContainerPattern ? file : name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        var folder = $"{dataset.NameOfPath(index)}/";

        // A name that leaves no room for the load's is replaced by its hash.
        return folder.Length + name.Length + RoomForLoad <= LakePath.LongestName
            ? $"{Container}/{folder}{name}/"
            : $"{Container}/{folder}{Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(file)))}/";
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

    /// <summary>Completes the file, if there is a reject. Without this call, the lake has no file.</summary>
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

    // At the dialect's comment rows, write a filler row, or a reject would be read as a comment.
    private void WriteComments(ArrayBufferWriter<byte> buffer)
    {
        while (dialect.CommentRows.Contains((int)Math.Min(++row, int.MaxValue)))
        {
            Encoding.UTF8.GetBytes($"-{dialect.LineTerminator ?? "\r\n"}", buffer);
        }
    }

    private static string PrefixOf(DatasetPath path) => path.Prefix.EndsWith('/') ? path.Prefix : "";

    private void Write(ArrayBufferWriter<byte> buffer, string record, string errors) =>
        Encoding.UTF8.GetBytes(
            $"{record}{delimiter}{CellText.Write(errors, dialect, delimiter)}{dialect.LineTerminator ?? "\r\n"}", buffer);
}
