using Sluice.Lake;

namespace Sluice.Validation;

/// <summary>What a field's values are checked by.</summary>
internal static class FieldRules
{
    /// <summary>What is wrong with the texts of a field that are to be read as its values are.</summary>
    /// <returns>The property, as a path within the field (<c>constraints/minimum</c>), and what is wrong with it.</returns>
    public static IEnumerable<(string Property, string Message)> Check(Field field) => [];
}
