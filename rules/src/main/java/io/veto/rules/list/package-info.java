/**
 * Lists that rules ask whether something is in: cards, merchants, countries and so on, filled while Veto runs.
 */
package io.veto.rules.list;
