using System.Text;
using Sluice.Analytics.Access;
using Sluice.Lake.Definition;
using Sluice.Validation;

namespace Sluice.Tests.Lake;

/// <summary>A lake definition in a temporary folder.</summary>
internal sealed class LakeFolder : IDisposable
{
    public const string Descriptor = "datapackage.json";

    public string Folder { get; } = Directory.CreateTempSubdirectory("sluice-lake-").FullName;

    public string DescriptorPath => Path.Combine(Folder, Descriptor);

    /// <summary>A package of one resource with these properties, a name and a path.</summary>
    public static string PackageOf(string resourceProperties) =>
        $$"""{ "resources": [{ "name": "ads", "path": "data/ads/*.csv", {{resourceProperties}} }] }""";

    /// <summary>A package of one resource with this schema.</summary>
    public static string PackageOfSchema(string schema) => PackageOf($"\"schema\": {schema}");

    /// <summary>A package of one resource with one field, at <c>/resources/0/schema/fields/0</c>.</summary>
    public static string PackageOfField(string field) => PackageOfSchema($$"""{ "fields": [{{field}}] }""");

    /// <summary>Loads a valid package.</summary>
    public static LakeDefinition Load(string package)
    {
        using var folder = new LakeFolder();
        return folder.Write(package).Load();
    }

    /// <summary>The errors of an invalid package.</summary>
    public static IReadOnlyList<LakeDefinitionError> ErrorsOf(string package)
    {
        using var folder = new LakeFolder();
        return folder.Write(package).Errors();
    }

    /// <summary>Asserts that a package has one error with a pointer and a text.</summary>
    public static void AssertError(string package, string pointer, string says)
    {
        var error = Assert.Single(ErrorsOf(package));
        Assert.Equal((Descriptor, pointer), (error.File, error.Pointer));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    public LakeFolder Write(string package) => Write(Descriptor, Encoding.UTF8.GetBytes(package));

    public LakeFolder Write(string file, string text) => Write(file, Encoding.UTF8.GetBytes(text));

    public LakeFolder Write(string file, byte[] bytes)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return this;
    }

    public LakeDefinition Load() => LakeDefinitionFile.Load(DescriptorPath, RowFilters.Check);

    public IReadOnlyList<LakeDefinitionError> Errors() => Assert.Throws<LakeDefinitionException>(Load).Errors;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
