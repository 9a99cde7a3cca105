import pytest

from tests.client import Page, Visitor
from tests.web_app import World, make_world


@pytest.fixture
def world(tmp_path) -> World:
    world = make_world(tmp_path)
    yield world
    world.shop.close()


@pytest.fixture
def mara(world) -> Visitor:
    """Mara, the manager, rates herself in a browser without JavaScript."""
    return Visitor(world.app)


@pytest.fixture
def first_page(mara) -> Page:
    """The first statements of Mara's self-assessment."""
    return mara.submit(mara.get("/"), {"name": "Mara Lindqvist"})
