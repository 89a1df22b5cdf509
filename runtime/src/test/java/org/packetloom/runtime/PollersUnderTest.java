// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.packetloom.platform.bsd.ImitatedBsd;

/**
 * The pollers of this machine, or those that the property {@code packetloom.test.pollers} names
 * between commas.
 */
public class PollersUnderTest implements ArgumentsProvider {
  static List<String> names() {
    String names = System.getProperty("packetloom.test.pollers", "epoll,poll,io_uring");
    List<String> pollers = List.of(names.split(","));
    if (pollers.contains("kqueue")) {
      ImitatedBsd.withKqueue(); // opens its stock of descriptors before tests count them
    }
    return pollers;
  }

  @Override
  public Stream<? extends Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    return names().stream().map(Arguments::of);
  }

  /** Each of them with virtual threads, then with platform threads. */
  static final class Pumped implements ArgumentsProvider {
    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      return Stream.of("virtual", "platform")
          .flatMap(threads -> names().stream().map(poller -> Arguments.of(poller, threads)));
    }
  }

  /** Each of them with a reactor that has workers, then with one that is pumped. */
  static final class InModes implements ArgumentsProvider {
    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      return names().stream()
          .flatMap(poller -> Stream.of("workers", "pump").map(mode -> Arguments.of(poller, mode)));
    }
  }

  /** Each engine with each of them. */
  static final class OnEngines implements ArgumentsProvider {
    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      return names().stream()
          .flatMap(
              poller ->
                  Stream.of("virtual", "thread", "loop")
                      .map(engine -> Arguments.of(engine, poller)));
    }
  }
}
