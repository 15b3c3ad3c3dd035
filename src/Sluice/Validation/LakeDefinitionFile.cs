using Sluice.Lake.Definition;
using Sluice.Lake.Reading;
using Sluice.Validation.Fields;

namespace Sluice.Validation;

/// <summary>The file of a lake definition.</summary>
public static class LakeDefinitionFile
{
    /// <summary>
    /// Reads a lake definition and all files that it refers to, and checks everything, including the values in its constraints, but
    /// not the filters of rows, whose language is that of the query service.
    /// </summary>
    /// <param name="path">The path of <c>datapackage.json</c>.</param>
    /// <exception cref="LakeDefinitionException">The definition cannot be used. The exception has every error.</exception>
    public static LakeDefinition Load(string path) => Load(path, _ => []);

    /// <summary>The same, and checks the filters of rows.</summary>
    /// <param name="path">The path of <c>datapackage.json</c>.</param>
    /// <param name="filters">Finds filters of rows (<see cref="Dataset.RowFilters"/>) that cannot be used. It is asked only if all else is
    /// right.</param>
    /// <exception cref="LakeDefinitionException">The definition cannot be used. The exception has every error.</exception>
    public static LakeDefinition Load(
        string path, Func<LakeDefinition, IEnumerable<(string Dataset, string Role, string Message)>> filters) =>
        new LakeDefinitionReader(FieldRules.Check, filters).Read(path);
}
