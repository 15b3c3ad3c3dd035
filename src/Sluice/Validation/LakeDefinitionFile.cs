using Sluice.Lake.Definition;
using Sluice.Lake.Reading;
using Sluice.Validation.Fields;

namespace Sluice.Validation;

/// <summary>The file of a lake definition.</summary>
public static class LakeDefinitionFile
{
    /// <summary>
    /// Reads a lake definition and all files that it refers to, and checks everything, including the values in its constraints.
    /// </summary>
    /// <param name="path">The path of <c>datapackage.json</c>.</param>
    /// <exception cref="LakeDefinitionException">The definition cannot be used. The exception has every error.</exception>
    public static LakeDefinition Load(string path) => new LakeDefinitionReader(FieldRules.Check).Read(path);
}
