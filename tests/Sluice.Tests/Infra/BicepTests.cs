namespace Sluice.Tests.Infra;

[Trait("kind", "process")]
public sealed class BicepTests
{
    private static readonly string Folder = RepositoryRoot.Of("infra");

    [Theory]
    [InlineData("./**/*.bicep")]
    [InlineData("./*.bicepparam")]
    public async Task Every_file_lints_without_a_warning(string files) =>
        Assert.Equal((0, ""), await Bicep.RunAsync(Folder, Deployment.EventVariables, "lint", "--pattern", files));

    [Theory]
    [InlineData("main.bicepparam")]
    [InlineData("events.bicepparam")]
    public async Task A_template_builds_with_its_parameters_without_a_warning(string file) =>
        Assert.Equal((0, ""), await Bicep.RunAsync(Folder, Deployment.EventVariables, "build-params", file, "--stdout"));
}
