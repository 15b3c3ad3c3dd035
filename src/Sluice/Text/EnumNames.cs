namespace Sluice.Text;

/// <summary>The values of an enumeration as the ledger stores them: their names in lower case.</summary>
internal static class EnumNames<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Names = Enum.GetValues<T>().ToDictionary(v => v, v => v.ToString().ToLowerInvariant());
    private static readonly Dictionary<string, T> Values = Names.ToDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    /// <summary>The name of a value.</summary>
    public static string GetName(T value) => Names[value];

    /// <summary>The value of a name.</summary>
    public static T Parse(string name) => Values[name];
}
