using System.IO.Enumeration;
using Sluice.Text;

namespace Sluice.Benchmarks.Pollock;

/// <summary>One file of the benchmark, in three folders: the file itself, what a perfect loader makes of it, and its parameters.</summary>
internal sealed class PollutedFile
{
    private static readonly string[] Folders = ["csv", "clean", "parameters"];

    private PollutedFile(string folder, string name)
    {
        Name = name;
        Path = System.IO.Path.Combine(folder, Folders[0], name);
        Pollution = Pollution.Of(name);
        Parameters = FileParameters.Read(System.IO.Path.Combine(folder, Folders[2], $"{name}_parameters.json"));
        Clean = ReadClean(System.IO.Path.Combine(folder, Folders[1], name));
    }

    /// <summary>The name, without folder.</summary>
    public string Name { get; }

    /// <summary>The path of the polluted file.</summary>
    public string Path { get; }

    /// <summary>What is wrong in it.</summary>
    public Pollution Pollution { get; }

    /// <summary>How it is to be loaded.</summary>
    public FileParameters Parameters { get; }

    /// <summary>All rows that a perfect loader makes of it, the header included.</summary>
    public IReadOnlyList<string[]> Clean { get; }

    /// <summary>The data rows of <see cref="Clean"/>. A file without a header has no header there either.</summary>
    public IEnumerable<string[]> CleanRows => Clean.Skip(Parameters.HeaderLines > 0 ? 1 : 0);

    /// <summary>Why a folder is not that of the benchmark, as a sentence; <see langword="null"/> if it is.</summary>
    public static string? FaultOf(string folder) =>
        Folders.FirstOrDefault(f => !Directory.Exists(System.IO.Path.Combine(folder, f))) is { } missing
            ? $"'{folder}' has no folder '{missing}': it must be the unpacked 'polluted_files' of Pollock, with 'csv', 'clean' and "
                + "'parameters'."
            : null;

    /// <summary>The files of the benchmark, in the order of their names.</summary>
    /// <param name="folder">The folder that has <c>csv</c>, <c>clean</c> and <c>parameters</c>.</param>
    /// <param name="pattern">Which files: names with <c>*</c> and <c>?</c>.</param>
    public static IEnumerable<PollutedFile> In(string folder, string pattern) =>
        Directory.EnumerateFiles(System.IO.Path.Combine(folder, Folders[0]))
            .Select(p => System.IO.Path.GetFileName(p))
            .Where(n => FileSystemName.MatchesSimpleExpression(pattern, n, ignoreCase: false))
            .Order(StringComparer.Ordinal)
            .Select(n => new PollutedFile(folder, n));

    /// <summary>
    /// The data rows that the pollution does not touch, each with its line in the polluted file, from 1. Such a row is there if a line,
    /// read by itself in the file's own dialect, is well-formed and has exactly the cells that a perfect loader has. All other rows of
    /// <see cref="CleanRows"/> are polluted: no line says what they are.
    /// </summary>
    /// <exception cref="InvalidDataException">The name says that one row is polluted, and others are.</exception>
    public IReadOnlyList<(int Line, string[] Cells)> ReadUntouchedRows()
    {
        var encoding = TextEncodings.Find(Parameters.Encoding)
            ?? throw new InvalidDataException($"{Name} has an unknown encoding, {Parameters.Encoding}.");
        var left = new RowCounts(CleanRows);
        List<(int, string[])> rows = [];
        foreach (var (index, line) in DelimitedLine.Split(File.ReadAllText(Path, encoding)).Index())
        {
            if (DelimitedLine.TryRead(line, Parameters.Delimiter, Parameters.QuoteChar, Parameters.EscapeChar) is { } cells
                && left.Take(cells))
            {
                rows.Add((index + 1, cells));
            }
        }

        CheckTouched(left.Count);
        return rows;
    }

    private void CheckTouched(int touched)
    {
        if (Pollution.Row is { } row && touched != (row == 0 ? 0 : 1))
        {
            throw new InvalidDataException(
                $"{Name} should have pollution in row {row} only, but {touched} of the data rows of its clean file are not in it.");
        }
    }

    private static string[][] ReadClean(string path) =>
        [.. DelimitedLine.Split(File.ReadAllText(path)).Select(
            (line, i) => DelimitedLine.TryRead(line, ",", "\"", "\"")
                ?? throw new InvalidDataException($"{path}, line {i + 1}: the clean file is not well-formed."))];
}
