// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.bsd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.packetloom.platform.Clock;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Errors;
import org.packetloom.platform.ForeignDescriptors;
import org.packetloom.platform.JvmSignals;
import org.packetloom.platform.LocalPeers;
import org.packetloom.platform.Paths;
import org.packetloom.platform.Platform;
import org.packetloom.platform.PollerFactory;
import org.packetloom.platform.SignalSource;
import org.packetloom.platform.SuspensionSignal;
import org.packetloom.platform.UnsupportedPlatformException;
import org.packetloom.platform.unix.Architecture;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.ErrnoMemory;
import org.packetloom.platform.unix.LibCBytes;
import org.packetloom.platform.unix.LibCDescriptors;
import org.packetloom.platform.unix.LibCFiles;
import org.packetloom.platform.unix.LibCFlaggedDescriptors;
import org.packetloom.platform.unix.LibCMessages;
import org.packetloom.platform.unix.LibCSocketBytes;
import org.packetloom.platform.unix.LibCStreams;
import org.packetloom.platform.unix.PollFactory;
import org.packetloom.platform.unix.UnixCalls;

/** A system with kqueue(2) on a processor architecture whose layouts are known. */
public final class BsdPlatform implements Platform {
  /** What RLIM_INFINITY looks like: sys/resource.h, the largest positive number. */
  private static final long INFINITY = Long.MAX_VALUE;

  private final BsdSystem system;
  private final String name;
  private final UnixCalls calls;
  private final Descriptors descriptors;
  private final LocalPeers localPeers;
  private final ForeignDescriptors foreign;
  private final Paths paths;
  private final List<PollerFactory> pollers;

  private BsdPlatform(
      BsdSystem system, Architecture architecture, UnixCalls calls, PollerFactory kqueue) {
    this.system = system;
    this.name = system.name() + "-" + architecture.name().toLowerCase(Locale.ROOT);
    this.calls = calls;
    NamedReferences references = new NamedReferences();
    this.descriptors = new BsdDescriptors(system, calls, references);
    this.localPeers = new BsdLocalPeers(descriptors, system.peers());
    this.foreign = new BsdForeign(calls);
    this.paths = new BsdPaths(calls, references);
    this.pollers = List.of(kqueue, new PollFactory(calls));
  }

  /** The calls of the C library, as a system needs them. */
  static UnixCalls calls(BsdSystem system) {
    ErrnoMemory errnos = new ErrnoMemory();
    LibCDescriptors descriptors =
        system.birth().isAtomic()
            ? new LibCFlaggedDescriptors(errnos)
            : new FcntlDescriptors(errnos, system);
    return new UnixCalls(
        system.unix(),
        new LibCBytes(),
        new LibCSocketBytes(system.unix().sockets()),
        new LibCMessages(system.unix().layout()),
        descriptors,
        new BsdPolls(errnos, descriptors, system.unix().open()),
        new LibCStreams(errnos, system.unix().errors()),
        new LibCFiles(errnos),
        new BsdPathCalls(system));
  }

  /**
   * Whether this package has a system.
   *
   * @param propertyName what the property {@code os.name} says
   * @return whether {@link #current} can be asked for it
   */
  public static boolean has(String propertyName) {
    return BsdSystem.named(propertyName).isPresent();
  }

  /**
   * The platform of a system, over the C library.
   *
   * @param propertyName what the property {@code os.name} says; one of {@link #has}
   * @return always the same platform
   * @throws UnsupportedPlatformException if the processor architecture is not known
   * @throws IllegalCallerException if native access is denied to this module
   */
  public static BsdPlatform current(String propertyName) throws UnsupportedPlatformException {
    BsdSystem system = BsdSystem.named(propertyName).orElseThrow();
    if (Architecture.find().isEmpty()) {
      throw new UnsupportedPlatformException(
          "Packetloom knows %s on x86_64 and aarch64, not on %s"
              .formatted(system.propertyName(), System.getProperty("os.arch")),
          "");
    }
    Binder.ensureNativeAccess();
    return system == BsdSystem.MACOS ? MacOs.PLATFORM : FreeBsd.PLATFORM;
  }

  private static BsdPlatform ofLibC(BsdSystem system) {
    UnixCalls calls = calls(system);
    KqueueCalls queues = new LibCKqueue(Binder.libC(), system.kevents(), calls);
    return over(system, calls, new KqueueFactory(queues, calls));
  }

  /** The platform over other calls, such as failing ones. */
  static BsdPlatform over(BsdSystem system, UnixCalls calls, PollerFactory kqueue) {
    return new BsdPlatform(system, Architecture.find().orElseThrow(), calls, kqueue);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Descriptors descriptors() {
    return descriptors;
  }

  @Override
  public LocalPeers localPeers() {
    return localPeers;
  }

  @Override
  public Paths paths() {
    return paths;
  }

  @Override
  public ForeignDescriptors foreign() {
    return foreign;
  }

  @Override
  public SignalSource signals() {
    return Signals.SOURCE;
  }

  @Override
  public Errors errors() {
    return system.unix().errors();
  }

  @Override
  public List<PollerFactory> pollers() {
    return pollers;
  }

  @Override
  public Clock clock() {
    return Clock.SYSTEM;
  }

  @Override
  public String ipv6Remedy() {
    return "give the loopback its address: ifconfig lo0 inet6 ::1 prefixlen 128";
  }

  @Override
  public Map<String, String> limits() {
    Map<String, String> limits = new LinkedHashMap<>();
    long[] softAndHard = new long[2];
    if (calls.descriptors().getrlimit(system.RLIMIT_NOFILE(), softAndHard) == 0) {
      limits.put("RLIMIT_NOFILE", limit(softAndHard[0]));
      limits.put("RLIMIT_NOFILE (hard)", limit(softAndHard[1]));
    }
    return limits;
  }

  private static String limit(long value) {
    return value == INFINITY ? "unlimited" : Long.toUnsignedString(value);
  }

  /** HotSpot takes numbers beyond SIGSEGV and below NSIG, which is 32 on each of these systems. */
  static final SuspensionSignal SUSPENSION =
      new SuspensionSignal(
          DarwinConstants.SIGUSR2,
          DarwinConstants.SIGSEGV + 1,
          DarwinConstants.SIGUSR2,
          DarwinConstants.SIGINFO);

  /** The one of the process. */
  private static final class Signals {
    static final SignalSource SOURCE = new SignalSource(JvmSignals.of(SUSPENSION));
  }

  /** Loads the C library's symbols at first use. */
  private static final class MacOs {
    static final BsdPlatform PLATFORM = ofLibC(BsdSystem.MACOS);
  }

  /** Loads the C library's symbols at first use. */
  private static final class FreeBsd {
    static final BsdPlatform PLATFORM = ofLibC(BsdSystem.FREEBSD);
  }

  @Override
  public String toString() {
    return name;
  }
}
