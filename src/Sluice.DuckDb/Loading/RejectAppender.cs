using System.Buffers;
using System.Text;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Sluice.DuckDb.Schema;
using Sluice.Rows;
using Sluice.Warehouse;

namespace Sluice.DuckDb.Loading;

/// <summary>Appends rejects to <c>sluice.reject</c> or to a table with its columns, one row per error.</summary>
internal sealed unsafe class RejectAppender : IDisposable
{
    // A generous estimate for the numbers and short texts of a row.
    private const int RowBytes = 512;

    private readonly ChunkAppender appender;
    private readonly LoadTarget target;
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
    private int rows;
    private long textBytes;

    /// <summary>Opens a table for the rejects of a load.</summary>
    public RejectAppender(DuckDBConnection connection, AppendTable table, LoadTarget target)
    {
        this.target = target;
        appender = new ChunkAppender(connection, table, target.Dataset.Name);
    }

    /// <summary>Whether rejects can be appended without a flush. A flush needs a free connection.</summary>
    public bool HasRoomFor(IReadOnlyList<Reject> rejects)
    {
        var (errors, bytes) = (0L, 0L);
        foreach (var reject in rejects)
        {
            errors += reject.Errors.Count;
            foreach (var error in reject.Errors)
            {
                bytes += RowBytes + (3L * (reject.RawText.Length + target.File.Path.Length + error.Message.Length));
            }
        }

        return appender.HasRoomFor(errors, bytes);
    }

    /// <summary>Appends rejects.</summary>
    public void Append(IReadOnlyList<Reject> rejects)
    {
        foreach (var reject in rejects)
        {
            for (var error = 0; error < reject.Errors.Count; error++)
            {
                Add(reject, error);
            }
        }

        AppendChunk();
    }

    /// <inheritdoc cref="ChunkAppender.Rows"/>
    public long Rows => appender.Rows;

    /// <inheritdoc cref="ChunkAppender.Flush"/>
    public void Flush() => appender.Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
        appender.Dispose();
        ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref buffer, []));
    }

    private void Add(Reject reject, int error)
    {
        var (field, rule, message) = reject.Errors[error];
        Number(0, target.LoadId);
        Text(1, target.File.Path);
        Text(2, target.Dataset.Name);
        Number(3, reject.Row);
        Number(4, reject.Line);
        Number(5, reject.ByteOffset);
        ((int*)appender.Data(6))[rows] = error;
        if (field is null)
        {
            appender.Validity(7)[rows >> 6] &= ~(1UL << (rows & 63));
        }
        else
        {
            Text(7, field);
        }

        Text(8, rule);
        Text(9, message);
        Text(10, reject.RawText);
        if (++rows == ChunkAppender.ChunkRows)
        {
            AppendChunk();
        }
    }

    private void AppendChunk()
    {
        if (rows > 0)
        {
            appender.Append(rows, textBytes);
            rows = 0;
            textBytes = 0;
        }
    }

    private void Number(int column, long value) => ((long*)appender.Data(column))[rows] = value;

    // Pass the length: a raw record can contain NUL characters, which end a string parameter and a value of DuckDB.NET's appender.
    private void Text(int column, string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (buffer.Length < most)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = ArrayPool<byte>.Shared.Rent(most);
        }

        var length = Encoding.UTF8.GetBytes(text, buffer);
        fixed (byte* bytes = buffer)
        {
            NativeMethods.Vectors.DuckDBUnsafeVectorAssignStringElementLength(appender.Vector(column), (ulong)rows, bytes, length);
        }

        textBytes += length;
    }
}
