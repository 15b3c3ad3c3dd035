
namespace Sluice.Functions.Hosting;

/// <summary>
/// The folder that relative paths of what the app keeps are in. It outlives a build: <c>func start</c> deletes the build's output before
/// it builds anew, and runs the app there.
/// </summary>
internal static class StateFolder
{
    /// <summary>The one of this app.</summary>
    public static string OfApp { get; } = From(AppContext.BaseDirectory);

    /// <summary>
    /// The folder of the project, if an app is in its <c>bin</c>, and otherwise the app's own folder.
    /// </summary>
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
