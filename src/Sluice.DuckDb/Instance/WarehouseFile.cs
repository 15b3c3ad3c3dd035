using DuckDB.NET.Data;
using Sluice.Warehouse;

namespace Sluice.DuckDb.Instance;

/// <summary>What is wrong with the file that a warehouse would be opened in.</summary>
internal static class WarehouseFile
{
    private const int MarkOffset = 8;

    private static ReadOnlySpan<byte> Mark => "DUCK"u8;

    /// <summary>Why a file is no database of DuckDB, as a sentence; <see langword="null"/> if it is one, is not there or cannot be read now.</summary>
    public static string? FindFault(string path)
    {
        Span<byte> head = stackalloc byte[MarkOffset + Mark.Length];
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head[MarkOffset..].SequenceEqual(Mark)
                ? null
                : $"The warehouse file {path} is no DuckDB database. Name one that is, or a file that is not there yet, which is made.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The exception for a file that DuckDB does not open, though no other process has it open.</summary>
    public static WarehouseUnavailableException Refuse(string path, DuckDBException exception)
    {
        if (FindFault(path) is { } fault)
        {
            return new WarehouseFileException(fault, exception);
        }

        var reason = DuckDbErrors.FirstLine(exception.Message);
        return reason.Contains("Cannot open file", StringComparison.Ordinal)
            ? new WarehouseFileException(
                $"The warehouse file {path} cannot be opened for writing ({reason[(reason.LastIndexOf(": ", StringComparison.Ordinal) + 2)..]}). "
                + "Name a file that can be written, in a folder that can be written to.",
                exception)
            : new WarehouseUnavailableException(
                $"The warehouse file {path} cannot be opened. If it is damaged, put a copy of it in its place, or name another file and load the lake "
                + $"anew. DuckDB reports: {reason}",
                exception);
    }

    /// <summary>The exception for a folder that cannot be made.</summary>
    public static WarehouseFileException RefuseFolder(string path, Exception exception) => new(
        $"The folder of the warehouse file {path} cannot be made: {exception.Message} Name a folder that can be written to.", exception);
}
