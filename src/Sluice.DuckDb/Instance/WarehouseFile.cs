using DuckDB.NET.Data;
using Sluice.Warehouse;

namespace Sluice.DuckDb.Instance;

/// <summary>Explains why a warehouse file cannot be opened.</summary>
internal static class WarehouseFile
{
    private const int MarkOffset = 8;

    private static ReadOnlySpan<byte> Mark => "DUCK"u8;

    /// <summary>
    /// Why a file is not a DuckDB database, as a sentence; <see langword="null"/> if it is one, does not exist, or cannot be read now.
    /// </summary>
    public static string? FindFault(string path)
    {
        Span<byte> head = stackalloc byte[MarkOffset + Mark.Length];
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head[MarkOffset..].SequenceEqual(Mark)
                ? null
                : $"The warehouse file {path} is not a DuckDB database. Name a DuckDB database, or a file that does not exist yet.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The exception for a file that DuckDB cannot open although no other process has it open.</summary>
    public static WarehouseUnavailableException Refuse(string path, DuckDBException exception)
    {
        if (FindFault(path) is { } fault)
        {
            return new WarehouseFileException(fault, exception);
        }

        var reason = DuckDbErrors.FirstLine(exception.Message);
        return reason.Contains("Cannot open file", StringComparison.Ordinal)
            ? new WarehouseFileException(
                $"The warehouse file {path} cannot be opened for writing "
                + $"({reason[(reason.LastIndexOf(": ", StringComparison.Ordinal) + 2)..]}). "
                + "Name a writable file in a writable folder.",
                exception)
            : new WarehouseUnavailableException(
                $"The warehouse file {path} cannot be opened. If it is damaged, restore a copy of it, "
                + $"or name another file and load the lake again. DuckDB reports: {reason}",
                exception);
    }

    /// <summary>The exception for a folder that cannot be created.</summary>
    public static WarehouseFileException RefuseFolder(string path, Exception exception) => new(
        $"The folder of the warehouse file {path} cannot be created: {exception.Message} Name a writable folder.", exception);
}
