// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.recipe;

import static org.junit.jupiter.api.Assumptions.abort;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the servers that they ask for: each is started once, on first use, and ended after
 * the last test. Where its program is missing the test is skipped.
 */
public final class Databases implements ParameterResolver {
  private static final ExtensionContext.Namespace SERVERS =
      ExtensionContext.Namespace.create(Databases.class);

  private interface Start {
    AutoCloseable start() throws Exception;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == PostgresServer.class || type == MariaDbServer.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    Start start = type == PostgresServer.class ? PostgresServer::start : MariaDbServer::start;
    // the root store closes what it holds when all tests of this virtual machine are done
    Object found =
        context.getRoot().getStore(SERVERS).getOrComputeIfAbsent(type, _ -> started(start));
    return found instanceof MissingServerException e ? abort(e.getMessage()) : found;
  }

  private static Object started(Start start) {
    try {
      return start.start();
    } catch (MissingServerException e) {
      return e;
    } catch (Exception e) {
      throw new IllegalStateException("the server does not start", e);
    }
  }
}
