// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.windows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.packetloom.platform.Clock;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Errors;
import org.packetloom.platform.ForeignDescriptors;
import org.packetloom.platform.LocalPeers;
import org.packetloom.platform.NamedPipes;
import org.packetloom.platform.Paths;
import org.packetloom.platform.Platform;
import org.packetloom.platform.PollerFactory;
import org.packetloom.platform.SignalSource;
import org.packetloom.platform.UnsupportedPlatformException;

/** 64-bit Windows, from version 10 on. */
public final class WindowsPlatform implements Platform {
  /** Architectures whose layouts are known, which are the same. */
  private static final Map<String, String> ARCHITECTURES =
      Map.of("amd64", "x86_64", "x86_64", "x86_64", "aarch64", "aarch64");

  private final String name;
  private final Descriptors descriptors;
  private final LocalPeers localPeers = new WindowsLocalPeers();
  private final Paths paths;
  private final ForeignDescriptors foreign;
  private final Errors errors = new WindowsErrors();
  private final WindowsPipes pipes;
  private final List<PollerFactory> pollers;

  private WindowsPlatform(String architecture, WindowsSystem system) {
    this.name = "windows-" + architecture;
    this.pipes = new WindowsPipes(system);
    this.descriptors = new WindowsDescriptors(system, pipes);
    this.paths = new WindowsPaths(system);
    this.foreign = new WindowsForeign(system);
    this.pollers = List.of(new IocpFactory(system));
  }

  /**
   * The platform, over the libraries of Windows.
   *
   * @return always the same platform
   * @throws UnsupportedPlatformException if the processor architecture is not known
   * @throws IllegalCallerException if native access is denied to this module
   */
  public static WindowsPlatform current() throws UnsupportedPlatformException {
    String unused = architecture();
    Binder.ensureNativeAccess();
    return Holder.PLATFORM;
  }

  private static String architecture() throws UnsupportedPlatformException {
    String found = System.getProperty("os.arch", "");
    return Optional.ofNullable(ARCHITECTURES.get(found))
        .orElseThrow(
            () ->
                new UnsupportedPlatformException(
                    "Packetloom knows Windows on x86_64 and aarch64, not on " + found, ""));
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
  public Optional<NamedPipes> namedPipes() {
    return Optional.of(pipes);
  }

  @Override
  public SignalSource signals() {
    return WindowsSignals.SOURCE;
  }

  @Override
  public Errors errors() {
    return errors;
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
    return "switch IPv6 on: set DisabledComponents of"
        + " HKLM\\SYSTEM\\CurrentControlSet\\Services\\Tcpip6\\Parameters to 0, and start anew";
  }

  /** None: the number of handles is limited by memory alone. */
  @Override
  public Map<String, String> limits() {
    return Map.of();
  }

  /** Loads the libraries' symbols at first use. */
  private static final class Holder {
    static final WindowsPlatform PLATFORM =
        new WindowsPlatform(
            ARCHITECTURES.get(System.getProperty("os.arch", "")), WindowsSystem.start());
  }

  @Override
  public String toString() {
    return name;
  }
}
