using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using DataChunks = DuckDB.NET.Native.NativeMethods.DataChunks;
using Functions = DuckDB.NET.Native.NativeMethods.TableFunction;

namespace Sluice.DuckDb.Instance;

/// <summary>The table function <c>sluice_rows(number)</c>: the chunks of a <see cref="RowChunks"/>.</summary>
internal static unsafe partial class RowChunksFunction
{
    /// <summary>The name of the function.</summary>
    public const string Name = "sluice_rows";

    /// <summary>Registers the function with an instance.</summary>
    /// <param name="connection">A connection of the instance.</param>
    /// <exception cref="InvalidOperationException">DuckDB refused the function.</exception>
    public static void Register(DuckDBConnection connection)
    {
        var function = Functions.DuckDBCreateTableFunction();
        try
        {
            Functions.DuckDBTableFunctionSetName(function, Name);
            using var number = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.BigInt);
            Functions.DuckDBTableFunctionAddParameter(function, number);
            Functions.DuckDBTableFunctionSetBind(function, &Bind);
            Functions.DuckDBTableFunctionSetInit(function, &Begin);
            Functions.DuckDBTableFunctionSetFunction(function, &Read);
            if (Functions.DuckDBRegisterTableFunction(connection.NativeConnection, function) != DuckDBState.Success)
            {
                throw new InvalidOperationException($"DuckDB refused to register the table function {Name}.");
            }
        }
        finally
        {
            Functions.DuckDBDestroyTableFunction(ref function);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    [SuppressMessage("Design", "CA1031", Justification = "No exception may go on into native code.")]
    private static void Bind(nint info)
    {
        try
        {
            using var parameter = Functions.DuckDBBindGetParameter(info, 0);
            var number = NativeMethods.Value.DuckDBGetInt64(parameter);
            var types = RowChunks.Find(number).Types;
            for (var column = 0; column < types.Count; column++)
            {
                Functions.DuckDBBindAddResultColumn(info, string.Create(CultureInfo.InvariantCulture, $"column{column}"), types[column]);
            }

            Functions.DuckDBBindSetBindData(info, (nint)number, null);
        }
        catch (Exception exception)
        {
            Functions.DuckDBBindSetError(info, exception.Message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Begin(nint info) => SetMostThreads(info, (ulong)MemoryBudget.InsertThreads);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    [SuppressMessage("Design", "CA1031", Justification = "No exception may go on into native code.")]
    private static void Read(nint info, nint output)
    {
        try
        {
            var rows = RowChunks.Find(Functions.DuckDBFunctionGetBindData(info));
            using var chunk = rows.Dequeue();
            using var result = new DuckDBDataChunk(output);
            if (chunk is null)
            {
                DataChunks.DuckDBDataChunkSetSize(result, 0);
                return;
            }

            // The vectors share their data by reference counts, so the data outlives the chunk.
            for (var column = 0; column < rows.Types.Count; column++)
            {
                ReferTo(DataChunks.DuckDBDataChunkGetVector(result, column), DataChunks.DuckDBDataChunkGetVector(chunk, column));
            }

            DataChunks.DuckDBDataChunkSetSize(result, DataChunks.DuckDBDataChunkGetSize(chunk));
        }
        catch (Exception exception)
        {
            Functions.DuckDBFunctionSetError(info, exception.Message);
        }
    }

    [LibraryImport("duckdb", EntryPoint = "duckdb_init_set_max_threads")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial void SetMostThreads(nint info, ulong threads);

    [LibraryImport("duckdb", EntryPoint = "duckdb_vector_reference_vector")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial void ReferTo(nint vector, nint other);
}
