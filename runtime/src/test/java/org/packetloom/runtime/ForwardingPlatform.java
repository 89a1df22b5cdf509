// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.packetloom.platform.Clock;
import org.packetloom.platform.Descriptors;
import org.packetloom.platform.Errors;
import org.packetloom.platform.ForeignDescriptors;
import org.packetloom.platform.LocalPeers;
import org.packetloom.platform.Paths;
import org.packetloom.platform.Platform;
import org.packetloom.platform.Poller;
import org.packetloom.platform.PollerException;
import org.packetloom.platform.PollerFactory;
import org.packetloom.platform.Pollers;
import org.packetloom.platform.SignalSource;
import org.packetloom.platform.UnsupportedPlatformException;

/** The platform of the pollers under test, for tests that change a part of it. */
class ForwardingPlatform implements Platform {
  final Platform real;

  ForwardingPlatform() {
    try {
      this.real = Pollers.platform(PollersUnderTest.names().getFirst());
    } catch (UnsupportedPlatformException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes of a real poller the one that is used. */
  Poller poller(Poller poller) throws PollerException {
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
