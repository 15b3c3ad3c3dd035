metadata description = 'Parameter types that modules share.'

@description('The names of resources. A missing name is built from the kind of resource and a token of the environment.')
@export()
type names = {
  identity: string?
  logs: string?
  insights: string?

  @description('3 to 24 lower-case letters and digits, unique in all of Azure.')
  lakeStorage: string?

  @description('3 to 24 lower-case letters and digits, unique in all of Azure.')
  hostStorage: string?

  sqlServer: string?
  database: string?
  plan: string?
  functionApp: string?
  eventTopic: string?
  keyVault: string?
  network: string?
}

@description('The administrator of the warehouse: a group in production, or the person who deploys.')
@export()
type administrator = {
  @description('The sign-in name of a person, or the display name of a group or an application.')
  name: string
  objectId: string
  type: ('User' | 'Group' | 'Application')
}

@description('How the app knows who may do what: docs/security.md.')
@export()
type access = {
  @description('FunctionKey: whoever has a key may do everything. Entra: callers sign in, and their roles say what they may do.')
  mode: ('FunctionKey' | 'Entra')

  @description('With Entra: the client id of the app registration of infra/hooks/app-registration.sh.')
  clientId: string

  @description('With Entra: its app id URI. Power Query asks for tokens for the address of the app, so this is that address.')
  appIdUri: string
}

@description('The size of the warehouse and its backups.')
@export()
type databaseSize = {
  @description('The most vCores.')
  @minValue(1)
  @maxValue(80)
  maxVcores: int

  @description('The fewest vCores while it is awake, as a decimal number: 0.5.')
  minVcores: string

  @description('Idle minutes before it pauses, 15 or more; -1 for never.')
  autoPauseMinutes: int

  @description('The most gigabytes of data.')
  @minValue(1)
  @maxValue(4096)
  maxGigabytes: int

  @description('Where backups are: Local is one data centre, Zone three in one region, Geo and GeoZone the paired region too.')
  backupRedundancy: ('Local' | 'Zone' | 'Geo' | 'GeoZone')

  @description('Days of point-in-time restore.')
  @minValue(1)
  @maxValue(35)
  backupDays: int
}

@description('The scale of the app.')
@export()
type scale = {
  @description('The most instances of each function.')
  @minValue(1)
  @maxValue(1000)
  maxInstances: int

  @description('Memory of an instance in megabytes.')
  instanceMegabytes: (512 | 2048 | 4096)
}

@description('Retention in the lake.')
@export()
type retention = {
  @description('Days to restore a deleted blob or container.')
  @minValue(1)
  @maxValue(365)
  deletedDays: int

  @description('Days before an unchanged file moves to the cool tier, which costs less to keep and more to read; -1 for never.')
  coolDays: int

  @description('Days before rejected rows are deleted, in the lake and in the warehouse; -1 for never.')
  rejectsDays: int
}

@description('Resource ids of the subnets and of the private DNS zones by service.')
@export()
type subnets = {
  app: string
  privateEndpoints: string
  zones: object
}
