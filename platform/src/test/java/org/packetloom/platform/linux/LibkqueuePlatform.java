// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform.linux;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
import org.packetloom.platform.bsd.Libkqueue;
import org.packetloom.platform.unix.UnixCalls;

/**
 * Linux with kqueue before its own pollers, by libkqueue: where a BSD's poller meets the suites on
 * a machine that is none.
 */
public final class LibkqueuePlatform implements Platform {
  private final Platform linux;
  private final List<PollerFactory> pollers;

  private LibkqueuePlatform(SystemCalls plain, Libkqueue library) {
    SystemCalls calls =
        new SystemCalls(library.calls(), plain.events(), plain.rings(), plain.devices());
    this.linux = LinuxPlatform.over(calls, Clock.SYSTEM);
    this.pollers = Stream.concat(Stream.of(library.factory()), linux.pollers().stream()).toList();
  }

  /** The platform, always the same; empty where libkqueue is missing. */
  public static Optional<Platform> find() {
    return Holder.PLATFORM;
  }

  /** The calls of this machine's C library. */
  public static UnixCalls calls() {
    return SystemCalls.ofLibC().unix();
  }

  @Override
  public String name() {
    return linux.name();
  }

  @Override
  public Descriptors descriptors() {
    return linux.descriptors();
  }

  @Override
  public LocalPeers localPeers() {
    return linux.localPeers();
  }

  @Override
  public Paths paths() {
    return linux.paths();
  }

  @Override
  public ForeignDescriptors foreign() {
    return linux.foreign();
  }

  @Override
  public Optional<TunnelDevices> tunnels() {
    return linux.tunnels();
  }

  @Override
  public SignalSource signals() {
    return linux.signals();
  }

  @Override
  public Errors errors() {
    return linux.errors();
  }

  @Override
  public List<PollerFactory> pollers() {
    return pollers;
  }

  @Override
  public Clock clock() {
    return linux.clock();
  }

  @Override
  public Map<String, String> limits() {
    return linux.limits();
  }

  @Override
  public String toString() {
    return linux + " with libkqueue";
  }

  /** Opened at first use. */
  private static final class Holder {
    private static final SystemCalls CALLS = SystemCalls.ofLibC();
    static final Optional<Platform> PLATFORM =
        Libkqueue.load(CALLS.unix()).map(library -> new LibkqueuePlatform(CALLS, library));
  }
}
