using System.Data;

namespace Sluice.SqlServer.Connections;

/// <summary>A parameter of a statement. Its type is always explicit, never inferred from a value.</summary>
/// <param name="Name">The name, without <c>@</c>.</param>
/// <param name="Type">The type.</param>
/// <param name="Size">The maximum length of texts and bytes, or -1 for any.</param>
internal readonly record struct Parameter(string Name, SqlDbType Type, int Size = 0)
{
    public static Parameter Text(string name, int length) => new(name, SqlDbType.NVarChar, length);

    public static Parameter AnyText(string name) => new(name, SqlDbType.NVarChar, -1);

    public static Parameter Number(string name) => new(name, SqlDbType.BigInt);

    public static Parameter Flag(string name) => new(name, SqlDbType.Bit);

    public static Parameter Time(string name) => new(name, SqlDbType.DateTime2);

    public static Parameter Bytes(string name, int length) => new(name, SqlDbType.VarBinary, length);

    public static Parameter Token(string name) => new(name, SqlDbType.UniqueIdentifier);
}
