using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Sluice.DuckDb.Schema;
using Appender = DuckDB.NET.Native.NativeMethods.Appender;
using NativeAppender = DuckDB.NET.Native.DuckDBAppender;

namespace Sluice.DuckDb.Loading;

/// <summary>The types of a table's columns. Creates chunks with these types.</summary>
internal sealed class ChunkLayout : IDisposable
{
    private readonly DuckDBLogicalType[] types;
    private readonly nint[] handles;

    private ChunkLayout(DuckDBLogicalType[] types)
    {
        this.types = types;
        handles = [.. types.Select(t => t.DangerousGetHandle())];
    }

    /// <summary>The types of the columns, which are valid until this is disposed of.</summary>
    public IReadOnlyList<DuckDBLogicalType> Types => types;

    /// <summary>The layout of a table.</summary>
    public static ChunkLayout From(DuckDBConnection connection, AppendTable table)
    {
        using var appender = new ChunkAppender(connection, table, table.Name);
        return appender.ReadLayout();
    }

    /// <summary>The layout of an appender's table.</summary>
    public static ChunkLayout From(NativeAppender appender)
    {
        var types = new DuckDBLogicalType[Appender.DuckDBAppenderColumnCount(appender)];
        for (var column = 0; column < types.Length; column++)
        {
            types[column] = Appender.DuckDBAppenderColumnType(appender, (ulong)column);
        }

        return new ChunkLayout(types);
    }

    /// <summary>Creates an empty chunk.</summary>
    public DuckDBDataChunk NewChunk() =>
        NativeMethods.DataChunks.DuckDBCreateDataChunk(handles, (ulong)handles.Length);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var type in types)
        {
            type.Dispose();
        }
    }
}
