using Sluice.Analytics.Model;
using Sluice.Tests.Lake;

namespace Sluice.Tests.Analytics;

public sealed class AnalyticsModelTests
{
    [Fact]
    public void Names_that_odata_does_not_allow_are_changed_and_stay_apart()
    {
        const string Fields = """[{ "name": "sold at" }, { "name": "sold_at" }, { "name": "2nd" }, { "name": "prix €" }]""";
        var model = AnalyticsModel.From(LakeFolder.Load($$"""
            { "resources": [
              { "name": "ad-sales", "path": "data/a/*", "schema": { "fields": {{Fields}} } },
              { "name": "ad_sales", "path": "data/b/*", "schema": { "fields": [{ "name": "x" }] } } ] }
            """));

        Assert.Equal(
            ["ad_sales", "ad_sales_2", "files", "loads", "rejects", "changes", "operations", "remains", "reconciliation",
                "audit"],
            model.Sets.Select(s => s.Name));
        Assert.Equal(["sold_at", "sold_at_2", "_2nd", "prix__", "_file", "_row"], model.Sets[0].Properties.Select(p => p.Name));
        Assert.Equal(["sold at", "sold_at", "2nd", "prix €", "_file", "_row"], model.Sets[0].Properties.Select(p => p.Column));
    }

    [Fact]
    public void Foreign_keys_are_ways_in_both_directions_whose_names_are_not_taken()
    {
        var model = AnalyticsModel.From(LakeFolder.Load("""
            { "resources": [
              { "name": "users", "path": "data/a/*", "sluice:write": "merge",
                "schema": { "fields": [{ "name": "id", "type": "integer" }, { "name": "parent", "type": "integer" }], "primaryKey": "id",
                  "foreignKeys": [{ "fields": "parent", "reference": { "resource": "", "fields": "id" } }] } },
              { "name": "sales", "path": "data/b/*", "schema": { "fields": [
                  { "name": "buyer_id", "type": "integer" }, { "name": "seller_id", "type": "integer" }, { "name": "seller" }],
                "foreignKeys": [
                  { "fields": "buyer_id", "reference": { "resource": "users", "fields": "id" } },
                  { "fields": "seller_id", "reference": { "resource": "users", "fields": "id" } }] } } ] }
            """));

        Assert.Equal(
            [("parent_row", "users", false, true), ("users", "users", true, false), ("sales_by_buyer", "sales", true, false),
                ("sales_by_seller_2", "sales", true, false), ("file", "files", false, true)],
            model.Find("users")!.Navigations.Select(n => (n.Name, n.Target.Name, n.IsCollection, n.IsUnique)));
        Assert.Equal(
            [("buyer", "users", false, true), ("seller_2", "users", false, true), ("file", "files", false, true)],
            model.Find("sales")!.Navigations.Select(n => (n.Name, n.Target.Name, n.IsCollection, n.IsUnique)));
    }

    [Fact]
    public void Rows_that_are_not_merged_are_known_by_file_and_row()
    {
        var model = AnalyticsModel.From(LakeFolder.Load("""
            { "resources": [{ "name": "ads", "path": "data/a/*", "schema": { "fields": [{ "name": "id" }], "primaryKey": "id" } }] }
            """));

        Assert.Equal(["_file", "_row"], model.Find("ads")!.Key.Select(k => k.Name));
    }
}
