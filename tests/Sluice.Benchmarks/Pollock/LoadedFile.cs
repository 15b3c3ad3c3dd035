using System.Text;

namespace Sluice.Benchmarks.Pollock;

/// <summary>What Sluice has loaded of a file.</summary>
/// <param name="Names">The names of the table's columns.</param>
/// <param name="Rows">The rows that passed, each with its number among the data rows of the file. A missing value is empty text.</param>
/// <param name="Refusal">Why the file as a whole was refused, or <see langword="null"/>.</param>
internal sealed record LoadedFile(IReadOnlyList<string> Names, IReadOnlyList<(long Number, string[] Cells)> Rows, string? Refusal)
{
    /// <summary>Writes it as the systems of the benchmark do: a CSV with a header, or the error.</summary>
    public Task WriteAsync(string path, CancellationToken cancellationToken)
    {
        if (Refusal is not null)
        {
            return File.WriteAllTextAsync(path, $"Application Error\n{Refusal}\n", cancellationToken);
        }

        var text = new StringBuilder();
        foreach (var cells in Rows.Select(r => r.Cells).Prepend([.. Names]))
        {
            text.AppendJoin(',', cells.Select(c => $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append('\n');
        }

        return File.WriteAllTextAsync(path, text.ToString(), cancellationToken);
    }
}
