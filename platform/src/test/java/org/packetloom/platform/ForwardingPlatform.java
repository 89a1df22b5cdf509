// SPDX-License-Identifier: Apache-2.0
package org.packetloom.platform;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real platform, for tests that change a part of it. */
public class ForwardingPlatform implements Platform {
  /** What does the work. */
  protected final Platform real;

  /** For subclasses. */
  protected ForwardingPlatform(Platform real) {
    this.real = real;
  }

  /** Makes of a real poller the one that is used. */
  protected Poller poller(Poller poller) throws PollerException {
    return poller;
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public Descriptors descriptors() {
    return real.descriptors();
  }

  @Override
  public LocalPeers localPeers() {
    return real.localPeers();
  }

  @Override
  public Paths paths() {
    return real.paths();
  }

  @Override
  public ForeignDescriptors foreign() {
    return real.foreign();
  }

  @Override
  public SignalSource signals() {
    return real.signals();
  }

  @Override
  public Errors errors() {
    return real.errors();
  }

  @Override
  public List<PollerFactory> pollers() {
    return real.pollers().stream().<PollerFactory>map(Factory::new).toList();
  }

  private final class Factory implements PollerFactory {
    private final PollerFactory factory;

    Factory(PollerFactory factory) {
      this.factory = factory;
    }

    @Override
    public String name() {
      return factory.name();
    }

    @Override
    public Optional<String> missing() {
      return factory.missing();
    }

    @Override
    public Poller open() throws PollerException {
      return poller(factory.open());
    }
  }

  @Override
  public Clock clock() {
    return real.clock();
  }

  @Override
  public String ipv6Remedy() {
    return real.ipv6Remedy();
  }

  @Override
  public Map<String, String> limits() {
    return real.limits();
  }
}
