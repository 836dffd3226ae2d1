using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("linux")]
// Each test starts a platform or servers, or changes the PATH of this process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
