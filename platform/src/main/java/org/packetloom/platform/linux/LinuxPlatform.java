// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.packetloom.platform.Clock;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Errors;
import org.packetloom.platform.ForeignDescriptors;
import org.packetloom.platform.LocalPeers;
import org.packetloom.platform.Paths;
import org.packetloom.platform.Platform;
import org.packetloom.platform.PollerFactory;
import org.packetloom.platform.SignalSource;
import org.packetloom.platform.TunnelDevices;
import org.packetloom.platform.UnsupportedPlatformException;
import org.packetloom.platform.unix.Architecture;
import org.packetloom.platform.unix.Binder;
import org.packetloom.platform.unix.PollFactory;
import org.packetloom.platform.unix.SegmentChoice;

/** Linux on a processor architecture whose layouts are known. */
public final class LinuxPlatform implements Platform {
  /** What RLIM_INFINITY looks like as a signed number. */
  private static final long INFINITY = -1;

  private static final List<String> SYSCTLS =
      List.of(
          "fs.nr_open",
          "fs.file-max",
          "fs.epoll.max_user_watches",
          "net.core.somaxconn",
          "net.core.rmem_max",
          "net.core.wmem_max",
          "net.ipv4.ip_local_port_range",
          "net.ipv4.tcp_max_syn_backlog",
          "net.unix.max_dgram_qlen");

  private final String name;
  private final SystemCalls calls;
  private final Clock clock;
  private final LinuxTunnels tunnels;
  private final Descriptors descriptors;
  private final LocalPeers localPeers;
  private final ForeignDescriptors foreign;
  private final Paths paths;
  private final List<PollerFactory> pollers;
  private final Optional<String> joiningMissing; // asked at once: a wrong setting is told here

  private LinuxPlatform(Architecture architecture, SystemCalls calls, Clock clock) {
    this.name = "linux-" + architecture.name().toLowerCase(Locale.ROOT);
    this.calls = calls;
    this.clock = clock;
    this.joiningMissing = SegmentChoice.missing();
    this.foreign = new LinuxForeign(calls);
    this.tunnels = new LinuxTunnels(calls);
    this.descriptors = new LinuxDescriptors(calls, tunnels);
    this.localPeers = new LinuxLocalPeers(descriptors);
    this.paths = new LinuxPaths(calls.unix());
    this.pollers =
        List.of(new EpollFactory(calls), new UringFactory(calls), new PollFactory(calls.unix()));
  }

  /**
   * The platform, over the C library.
   *
   * @return always the same platform
   * @throws UnsupportedPlatformException if the processor architecture is not known
   * @throws IllegalCallerException if native access is denied to this module
   */
  public static LinuxPlatform current() throws UnsupportedPlatformException {
    if (Architecture.find().isEmpty()) {
      String found = System.getProperty("os.arch");
      throw new UnsupportedPlatformException(
          "Packetloom knows Linux on x86_64 and aarch64, not on " + found, "");
    }
    Binder.ensureNativeAccess();
    return Holder.PLATFORM;
  }

  /** The platform over other system calls, such as failing ones. */
  static LinuxPlatform over(SystemCalls calls, Clock clock) {
    return new LinuxPlatform(Architecture.find().orElseThrow(), calls, clock);
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
  public Optional<TunnelDevices> tunnels() {
    return Optional.of(tunnels);
  }

  @Override
  public SignalSource signals() {
    return LinuxSignals.SOURCE;
  }

  @Override
  public Errors errors() {
    return LinuxErrors.TABLE;
  }

  @Override
  public List<PollerFactory> pollers() {
    return pollers;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public String ipv6Remedy() {
    return "switch IPv6 on: sysctl net.ipv6.conf.all.disable_ipv6=0, and the same for lo";
  }

  @Override
  public Optional<String> directCallsMissing() {
    return KernelCode.missing();
  }

  @Override
  public Optional<String> joiningMissing() {
    return joiningMissing;
  }

  @Override
  public Map<String, String> limits() {
    Map<String, String> limits = new LinkedHashMap<>();
    long[] softAndHard = new long[2];
    if (calls.unix().descriptors().getrlimit(Constants.RLIMIT_NOFILE, softAndHard) == 0) {
      limits.put("RLIMIT_NOFILE", limit(softAndHard[0]));
      limits.put("RLIMIT_NOFILE (hard)", limit(softAndHard[1]));
    }
    for (String sysctl : SYSCTLS) {
      putSysctl(sysctl, limits);
    }
    return Collections.unmodifiableMap(limits);
  }

  private static String limit(long value) {
    return value == INFINITY ? "unlimited" : Long.toUnsignedString(value);
  }

  private static void putSysctl(String name, Map<String, String> limits) {
    byte[] text = new byte[256];
    // one read only: sysctl files give nothing to a second one, wherever the first one stopped
    try (InputStream file = Files.newInputStream(Path.of("/proc/sys", name.replace('.', '/')))) {
      int length = Math.max(0, file.read(text));
      String value = new String(text, 0, length, StandardCharsets.US_ASCII);
      limits.put(name, value.strip().replaceAll("\\s+", " "));
    } catch (IOException _) {
      // Containers and old kernels leave some of them out, which is no failure.
    }
  }

  /** Loads the C library's symbols at first use. */
  private static final class Holder {
    static final LinuxPlatform PLATFORM = over(SystemCalls.here(), Clock.SYSTEM);
  }

  @Override
  public String toString() {
    return name;
  }
}
