namespace Sluice.Functions.Hosting;

/// <summary>
/// The folder that relative paths of the app's state, such as the embedded warehouse, refer to. It survives a build: <c>func start</c>
/// deletes the build output, builds again, and runs the app in the output.
/// </summary>
internal static class StateFolder
{
    /// <summary>The state folder of this app.</summary>
    public static string OfApp { get; } = From(AppContext.BaseDirectory);

    /// <summary>The project's folder if the app is below its <c>bin</c>; otherwise the app's own folder.</summary>
    /// <param name="app">The app's folder.</param>
    public static string From(string app)
    {
        for (var folder = new DirectoryInfo(app); folder.Parent is { } parent; folder = parent)
        {
            if (folder.Name.Equals("bin", StringComparison.OrdinalIgnoreCase) && parent.EnumerateFiles("*.csproj").Any())
            {
                return parent.FullName;
            }
        }

        return app;
    }
}
