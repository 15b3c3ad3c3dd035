using System.Data;

namespace Sluice.SqlServer.Connections;

/// <summary>A parameter of a statement, which has a type wherever it is used: none is guessed from a value.</summary>
/// <param name="Name">Its name, without <c>@</c>.</param>
/// <param name="Type">Its type.</param>
/// <param name="Size">Texts and bytes: the most, or -1 for any.</param>
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
