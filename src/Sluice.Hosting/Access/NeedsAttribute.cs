namespace Sluice.Hosting.Access;

/// <summary>
/// Which role of the app a caller needs to send requests to a function. Without this attribute, any role of the app will do.
/// </summary>
/// <param name="role">The role, one of <see cref="Sluice.Analytics.Access.AppRoles"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsAttribute(string role) : Attribute
{
    /// <summary>The role.</summary>
    public string Role { get; } = role;
}
