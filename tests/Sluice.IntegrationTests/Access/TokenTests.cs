using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Testing;
using Sluice.Hosting.Access;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Requests;

namespace Sluice.IntegrationTests.Access;

/// <summary>Which tokens let a request pass. The keys come from a place of sign-in over HTTP.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private const string Reads = "Data";
    private const string Works = "Loads";

    private static readonly string[] Cities = ["Oslo", "Rome"];

    private readonly FakeLogger<TokenValidator> log = new();
    private LocalIssuer issuer = null!;
    private Gate gate = null!;

    public async ValueTask InitializeAsync()
    {
        issuer = await LocalIssuer.StartAsync();
        gate = Gate();
    }

    public ValueTask DisposeAsync() => issuer.DisposeAsync();

    [Fact]
    public async Task A_valid_token_says_who_asks_and_with_which_roles_and_claims()
    {
        var context = await EnterAsync(Reads, issuer.Token(["Reader", "partner"], c => c["city"] = Cities));

        var caller = context.Request.CallerOf()!;
        Assert.Equal(("caller-1", "ann@example.com"), (caller.Id, caller.Name));
        Assert.Equal(["Reader", "partner"], caller.Roles.Order(StringComparer.Ordinal));
        Assert.Equal(Cities, caller.Claims["city"]);
    }

    [Theory]
    [InlineData(-100)]
    [InlineData(-1)]
    public async Task Clocks_may_differ_by_two_minutes(int seconds)
    {
        await EnterAsync(Reads, issuer.Token(["Reader"], c => c["exp"] = Now + seconds));
        await EnterAsync(Reads, issuer.Token(["Reader"], c => (c["nbf"], c["exp"]) = (Now - seconds, Now + 3600)));
    }

    public static TheoryData<string, Action<Dictionary<string, object?>>> WrongClaims => new()
    {
        { "expired", c => c["exp"] = Now - 150 },
        { "not valid yet", c => c["nbf"] = Now + 150 },
        { "without an end", c => c["exp"] = null },
        { "for another app", c => c["aud"] = "https://other.example" },
        { "for no app", c => c["aud"] = null },
        { "of another issuer", c => c["iss"] = "https://login.example/v2.0" },
        { "of no issuer", c => c["iss"] = null },
        { "of another tenant", c => c["tid"] = "99999999-2222-3333-4444-555555555555" },
        { "of no tenant", c => c["tid"] = null },
        { "of nobody", c => c["oid"] = null },
    };

    [Theory]
    [MemberData(nameof(WrongClaims), DisableDiscoveryEnumeration = true)]
    public async Task A_token_with_a_wrong_claim_is_refused(string what, Action<Dictionary<string, object?>> change)
    {
        Assert.NotEmpty(what);
        await AssertUnauthorizedAsync(issuer.Token(["Reader"], change));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("RS512")]
    public async Task A_token_of_another_algorithm_is_refused(string algorithm) =>
        await AssertUnauthorizedAsync(issuer.Token(["Reader"], algorithm: algorithm));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("👻")]
    public async Task What_is_no_token_is_refused(string text) => await AssertUnauthorizedAsync(text);

    [Fact]
    public async Task A_token_that_is_too_long_is_refused() =>
        await AssertUnauthorizedAsync(issuer.Token(["Reader"], c => c["city"] = new string('x', 20_000)));

    [Fact]
    public async Task A_changed_token_is_refused()
    {
        var parts = issuer.Token(["Reader"]).Split('.');
        var other = issuer.Token(["Operator"]).Split('.');

        await AssertUnauthorizedAsync($"{parts[0]}.{other[1]}.{parts[2]}");
    }

    [Fact]
    public async Task A_token_that_names_another_key_than_the_one_that_signs_is_refused()
    {
        issuer.AddKey("second");
        await EnterAsync(Reads, issuer.Token(["Reader"], key: "second"));
        var second = issuer.RemoveKey("second");
        using (second)
        {
            await AssertUnauthorizedAsync(issuer.Token(["Reader"], key: "first", signs: second));
            await AssertUnauthorizedAsync(issuer.Token(["Reader"], key: "../first", signs: second));
        }
    }

    [Fact]
    public async Task A_new_key_is_asked_for_once_and_made_up_keys_do_not_make_it_ask_each_time()
    {
        await EnterAsync(Reads, issuer.Token(["Reader"]));
        await EnterAsync(Reads, issuer.Token(["Reader"]));
        Assert.Equal(1, issuer.Asked);

        issuer.AddKey("next");
        using var old = issuer.RemoveKey("first");
        await EnterAsync(Reads, issuer.Token(["Reader"], key: "next"));
        var asked = issuer.Asked;
        Assert.InRange(asked, 2, 3);

        for (var i = 0; i < 20; i++)
        {
            await AssertUnauthorizedAsync(issuer.Token(["Reader"], key: $"made-up-{i}", signs: old));
        }

        Assert.InRange(issuer.Asked, asked, asked + 1);
    }

    [Fact]
    public async Task If_the_keys_cannot_be_read_the_answer_is_that_sign_in_is_not_available()
    {
        issuer.IsDown = true;

        var refused = await Assert.ThrowsAsync<RequestException>(() => EnterAsync(Reads, issuer.Token(["Reader"])));

        Assert.Equal(503, refused.Status);
        Assert.Contains("cannot be read", log.LatestRecord.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer a, Bearer b")]
    public async Task Without_a_token_the_answer_says_where_to_sign_in(string? header)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = header;

        var refused = await Assert.ThrowsAsync<RequestException>(() => gate.EnterAsync(context, Reads));

        Assert.Equal(401, refused.Status);
        Assert.Equal("WWW-Authenticate", refused.Header!.Value.Name);
        Assert.StartsWith(
            $"Bearer authorization_uri=\"{issuer.Url}/{LocalIssuer.Tenant}/oauth2/authorize\", resource_id=\"{LocalIssuer.Audience}\"",
            refused.Header.Value.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Reads, new string[0], 403)]
    [InlineData(Reads, new[] { "partner" }, 403)]
    [InlineData(Reads, new[] { "reader" }, 403)]
    [InlineData(Reads, new[] { "Reader" }, 200)]
    [InlineData(Reads, new[] { "Operator" }, 200)]
    [InlineData(Reads, new[] { "Auditor" }, 200)]
    [InlineData("Batch", new[] { "Reader" }, 200)]
    [InlineData("Unrouted", new[] { "partner" }, 403)]
    [InlineData("", new[] { "Reader" }, 200)]
    [InlineData(Works, new[] { "Reader" }, 403)]
    [InlineData(Works, new[] { "Auditor" }, 403)]
    [InlineData(Works, new[] { "Operator" }, 200)]
    [InlineData("SweepNow", new[] { "Reader" }, 403)]
    [InlineData("Erasures", new[] { "Reader" }, 403)]
    [InlineData("NewFiles", new[] { "Reader" }, 403)]
    [InlineData("ReportAdd", new[] { "Reader" }, 403)]
    [InlineData("ReportRemove", new[] { "Reader" }, 403)]
    public async Task A_caller_may_do_what_the_roles_say(string function, string[] roles, int status)
    {
        if (status == 200)
        {
            Assert.NotNull((await EnterAsync(function, issuer.Token(roles))).Request.CallerOf());
            return;
        }

        var refused = await Assert.ThrowsAsync<RequestException>(() => EnterAsync(function, issuer.Token(roles)));
        Assert.Equal(status, refused.Status);
        Assert.Equal(("WWW-Authenticate", "Bearer error=\"insufficient_scope\""), refused.Header);
    }

    [Theory]
    [InlineData("Health")]
    [InlineData("Dashboard")]
    public async Task What_anybody_may_ask_needs_no_token_and_reads_none(string function)
    {
        Assert.Null((await EnterAsync(function, "x")).Request.CallerOf());
        Assert.Equal(0, issuer.Asked);
    }

    [Fact]
    public async Task With_function_keys_no_token_is_read()
    {
        gate = Gate("Access__Mode=FunctionKey");

        Assert.Null((await EnterAsync(Works, "x")).Request.CallerOf());
        Assert.Equal(0, issuer.Asked);
    }

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    private Gate Gate(params string[] settings)
    {
        var access = AccessSettings.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(issuer.Settings.Concat(settings)
                .Select(s => s.Replace("__", ":", StringComparison.Ordinal).Split('=', 2))
                .GroupBy(s => s[0]).Select(g => KeyValuePair.Create(g.Key, (string?)g.Last()[1])))
            .Build().GetSection("Access"));
        return new Gate(access, new TokenValidator(access, log));
    }

    private async Task<HttpContext> EnterAsync(string function, string token)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = $"Bearer {token}";
        await gate.EnterAsync(context, function);
        return context;
    }

    private async Task AssertUnauthorizedAsync(string token)
    {
        var refused = await Assert.ThrowsAsync<RequestException>(() => EnterAsync(Reads, token));
        Assert.Equal(401, refused.Status);
        Assert.EndsWith(", error=\"invalid_token\"", refused.Header!.Value.Value, StringComparison.Ordinal);
    }
}
