metadata description = 'The types of the parameters that modules share.'

@description('The names of resources. One that is not given is made of what it is and a token of the environment.')
@export()
type names = {
  identity: string?
  logs: string?
  insights: string?

  @description('3 to 24 lower-case letters and digits, and nobody else\'s.')
  lakeStorage: string?

  @description('3 to 24 lower-case letters and digits, and nobody else\'s.')
  hostStorage: string?

  sqlServer: string?
  database: string?
  plan: string?
  functionApp: string?
  eventTopic: string?
  keyVault: string?
  network: string?
}

@description('Who may do all in the warehouse: a group in production, or the person who deploys.')
@export()
type administrator = {
  @description('The sign-in name of a person, the display name of a group or of an application.')
  name: string
  objectId: string
  type: ('User' | 'Group' | 'Application')
}

@description('How large the warehouse may be, and what its backups are worth.')
@export()
type databaseSize = {
  @description('The most vCores that it scales to.')
  @minValue(1)
  @maxValue(80)
  maxVcores: int

  @description('The fewest vCores that it scales to while it is awake, as a decimal number: 0.5.')
  minVcores: string

  @description('Minutes without a query after which it pauses, 15 or more; -1 for never.')
  autoPauseMinutes: int

  @description('The most gigabytes of data.')
  @minValue(1)
  @maxValue(4096)
  maxGigabytes: int

  @description('Where backups are kept: Local is one data centre, Zone three of one region, Geo the paired region too.')
  backupRedundancy: ('Local' | 'Zone' | 'Geo' | 'GeoZone')

  @description('Days to which the database can be restored to any minute.')
  @minValue(1)
  @maxValue(35)
  backupDays: int
}

@description('How far the app scales.')
@export()
type scale = {
  @description('Instances of each function at most.')
  @minValue(1)
  @maxValue(1000)
  maxInstances: int

  @description('Memory of an instance in megabytes.')
  instanceMegabytes: (512 | 2048 | 4096)
}

@description('How long the lake keeps what.')
@export()
type retention = {
  @description('Days in which a blob or container that was deleted can be had back.')
  @minValue(1)
  @maxValue(365)
  deletedDays: int

  @description('Days after which a file that has not changed goes to the cool tier, where it costs less to keep and more to read; -1 for never.')
  coolDays: int

  @description('Days after which files of rejected rows are deleted; -1 for never. Their rejects stay in the warehouse.')
  rejectsDays: int
}

@description('Where the parts of the network are.')
@export()
type subnets = {
  app: string
  privateEndpoints: string
  zones: object
}
