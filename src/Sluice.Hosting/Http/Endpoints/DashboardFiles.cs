using System.Reflection;
using System.Text.Json;
using Sluice.Hosting.Access;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>The files of the dashboard, which are embedded in the assembly.</summary>
public sealed class DashboardFiles
{
    private const string Prefix = "dashboard/";

    private readonly Dictionary<string, byte[]> files = new(StringComparer.Ordinal);

    /// <summary>Reads all files from the assembly.</summary>
    public DashboardFiles()
        : this(new { mode = nameof(AccessMode.FunctionKey) })
    {
    }

    /// <summary>The same, with how people sign in.</summary>
    internal DashboardFiles(AccessSettings access)
        : this(new
        {
            mode = access.Mode.ToString(),
            instance = access.Instance,
            authority = access.Authority,
            clientId = access.ClientId,
            scope = access.Audiences.Count > 0 ? $"{access.Audiences[0]}/.default" : null,
        }) => SignInOrigin = access.NeedsSignIn ? new Uri(access.Instance).GetLeftPart(UriPartial.Authority) : null;

    /// <summary>The origin where people sign in; <see langword="null"/> if they do not.</summary>
    internal string? SignInOrigin { get; }

    private DashboardFiles(object signIn)
    {
        files.Add(DashboardFunction.SignIn, JsonSerializer.SerializeToUtf8Bytes(signIn));
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            files.Add(name[Prefix.Length..], content);
        }
    }

    /// <summary>The content of a file, or <see langword="null"/> if there is none of this name.</summary>
    public byte[]? Find(string file) => files.GetValueOrDefault(file);
}
