using System.Buffers;
using System.Text.Json.Nodes;
using Sluice.Files;
using Sluice.Folder;
using Sluice.Inference;
using Sluice.IO;
using Sluice.Lake;
using Sluice.Local.Terminal;
using Sluice.Rows;

namespace Sluice.Local.Init;

/// <summary>
/// Makes datasets from the CSV files of a folder. Files of one folder below that have the same columns are one dataset, named after the
/// folder; others are a dataset each. A file that cannot be read is left out, with the reason.
/// </summary>
/// <param name="layout">Where the files of the lake are.</param>
/// <param name="limits">The limits of the warehouse.</param>
/// <param name="options">The settings of reading.</param>
internal sealed class DatasetFinder(FolderLayout layout, WarehouseLimits limits, ReadOptions options)
{
    private static readonly SearchValues<char> Special = SearchValues.Create("?*[]{}");
    private const string Unreadable = "The folder cannot be read. Change its permissions, or rename it.";
    private readonly List<FoundDataset> found = [];
    private readonly List<(string File, string Reason)> leftOut = [];
    private readonly HashSet<string> paths = new(StringComparer.Ordinal);

    /// <summary>The datasets so far.</summary>
    public IReadOnlyList<FoundDataset> Found => found;

    /// <summary>The files and folders that are in no dataset, each with the reason as a sentence.</summary>
    public IReadOnlyList<(string File, string Reason)> LeftOut => leftOut;

    /// <summary>Looks at all files.</summary>
    public async Task FindAsync(CancellationToken cancellationToken)
    {
        foreach (var folder in DataFolder.Find(layout.Root, f => leftOut.Add((f, Unreadable))))
        {
            await FindAsync(folder, cancellationToken);
        }
    }

    private async Task FindAsync(DataFolder folder, CancellationToken cancellationToken)
    {
        List<(string File, SchemaInference Inference)> read = [];
        try
        {
            foreach (var file in folder.Files)
            {
                if (await TryReadAsync(file, cancellationToken) is { } inference)
                {
                    read.Add((file, inference));
                }
            }

            if (folder.Folder == layout.Root || read.Count == 0 || !await TryAddTogetherAsync(folder, read, cancellationToken))
            {
                read.ForEach(r => Add(ResourceNames.FromPath(r.File), [PathOf(r.File)!], r.Inference, files: 1));
            }
        }
        finally
        {
            read.ForEach(r => r.Inference.Dispose());
        }
    }

    private async Task<bool> TryAddTogetherAsync(
        DataFolder folder, List<(string File, SchemaInference Inference)> read, CancellationToken cancellationToken)
    {
        var columns = read.ConvertAll(r => string.Join('\n', r.Inference.ToTable("x").Columns.Select(c => c.Field.Name)));
        if (columns.Distinct().Count() > 1)
        {
            return false;
        }

        var name = ResourceNames.FromPath(folder.Folder);
        var globs = read.Select(r => GlobOf(folder, r.File)).Distinct().ToArray();
        if (read is [var (_, only)])
        {
            Add(name, globs, only, files: 1);
            return true;
        }

        using var together = new SchemaInference(limits, options);
        try
        {
            foreach (var (file, _) in read)
            {
                await ReadAsync(together, file, cancellationToken);
            }
        }
        catch (FileRefusedException)
        {
            // They have the same columns and are written in different ways.
            return false;
        }

        Add(name, globs, together, read.Count);
        return true;
    }

    private async Task<SchemaInference?> TryReadAsync(string file, CancellationToken cancellationToken)
    {
        if (PathOf(file) is not { } path)
        {
            leftOut.Add((file, "Its name, or that of a folder above it, cannot be part of a path of the lake. Rename it."));
            return null;
        }

        if (!paths.Add(path))
        {
            leftOut.Add((file, $"In the lake it is {path}, as another file is. Rename one of them."));
            return null;
        }

        if (LocalPath.FindFileFault(file) is { } fault)
        {
            leftOut.Add((file, fault));
            return null;
        }

        var inference = new SchemaInference(limits, options);
        try
        {
            await ReadAsync(inference, file, cancellationToken);
            return inference;
        }
        catch (Exception e) when (e is FileRefusedException or CommandException)
        {
            inference.Dispose();
            leftOut.Add((file, e.Message));
            return null;
        }
    }

    private static Task ReadAsync(SchemaInference inference, string file, CancellationToken cancellationToken) => inference.ReadAsync(
        (offset, _) => Task.FromResult<Stream>(LocalFile.Open(file, offset)), file, long.MaxValue, cancellationToken,
        new FileInfo(file).Length);

    // A path of a dataset gives some characters another meaning.
    private string? PathOf(string file) =>
        layout.PathOf(file) is { } path && !path.AsSpan().ContainsAny(Special) && !path.Any(char.IsControl) ? path : null;

    private string GlobOf(DataFolder folder, string file)
    {
        var path = PathOf(file)!;
        var name = path[(path.LastIndexOf('/') + 1)..];
        var ending = name.IndexOf('.', StringComparison.Ordinal);
        return folder.IsDeep
            ? $"{layout.PathOf(folder.Folder)}/**/*{name[ending..]}"
            : $"{path[..(path.LastIndexOf('/') + 1)]}*{name[ending..]}";
    }

    private void Add(string name, string[] paths, SchemaInference inference, int files)
    {
        var unique = name;
        for (var i = 2; found.Exists(f => f.Name == unique); i++)
        {
            unique = $"{name}_{i}";
        }

        var table = inference.ToTable(unique);
        found.Add(new FoundDataset(
            unique, ResourceJson.Write(unique, paths[0], inference), table, files, inference.Rows,
            inference.Skipped + table.MisfitRows));
        if (paths.Length > 1)
        {
            found[^1].Resource["path"] = new JsonArray([.. paths.Select(p => JsonValue.Create(p))]);
        }
    }
}
