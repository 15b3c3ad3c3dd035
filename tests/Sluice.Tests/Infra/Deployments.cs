namespace Sluice.Tests.Infra;

/// <summary>The deployments that most tests use. Each is predicted once for all tests.</summary>
[CollectionDefinition(Name)]
public sealed class Deployments : IAsyncLifetime, ICollectionFixture<Deployments>
{
    /// <summary>The collection of those tests.</summary>
    public const string Name = "deployments";

    /// <summary>The object id of the person who uploads.</summary>
    public const string Uploader = "22222222-2222-2222-2222-222222222222";

    /// <summary>As <c>azd up</c> deploys it with default settings.</summary>
    internal Deployment Plain { get; private set; } = null!;

    /// <summary>With every option on.</summary>
    internal Deployment Full { get; private set; } = null!;

    /// <summary>The event subscriptions.</summary>
    internal Deployment Events { get; private set; } = null!;

    /// <summary>The event subscriptions of <see cref="ManyPaths"/>.</summary>
    internal Deployment ManyEvents { get; private set; } = null!;

    /// <summary>What <see cref="Plain"/> is for <see cref="ManyPaths"/>.</summary>
    internal Deployment ManyMain { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Plain = await Deployment.OfMainAsync();
        Full = await Deployment.OfMainAsync(
            ("SLUICE_PRODUCTION", "true"), ("SLUICE_PRIVATE_NETWORK", "true"), ("SLUICE_HASH_KEY", "true"),
            ("SLUICE_ALERT_EMAILS", "night@example.com,day@example.com"), ("AZURE_PRINCIPAL_ID", Uploader),
            ("SLUICE_ACCESS_MODE", "Entra"), ("SLUICE_ACCESS_CLIENT_ID", "44444444-4444-4444-4444-444444444444"),
            ("SLUICE_ACCESS_APP_ID_URI", "https://func-sluice.azurewebsites.net"),
            ("SQL_ADMINISTRATOR_NAME", "Warehouse administrators"), ("SQL_ADMINISTRATOR_TYPE", "Group"),
            ("SQL_ADMINISTRATOR_OBJECT_ID", "33333333-3333-3333-3333-333333333333"));
        Events = await Deployment.OfEventsAsync();
        ManyEvents = await Deployment.OfEventsAsync(ManyPaths.Package);
        ManyMain = await Deployment.OfMainOfAsync(ManyPaths.Package);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
