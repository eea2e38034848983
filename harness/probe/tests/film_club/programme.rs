//! The club's programme: the same list, asked for in a loop and at once.

use sea_orm::{DatabaseConnection, DbErr, EntityTrait, LoaderTrait, ModelTrait};

use crate::entities::{film, screening};

/// A film, and the rooms in which it is shown.
pub(crate) type Line = (String, Vec<String>);

/// One statement for the films, and one for each of them.
pub(crate) async fn in_a_loop(db: &DatabaseConnection) -> Result<Vec<Line>, DbErr> {
    let mut programme = Vec::new();
    for film in film::Entity::find().all(db).await? {
        let screenings = film.find_related(screening::Entity).all(db).await?;
        programme.push((film.title, rooms(screenings)));
    }
    Ok(programme)
}

/// Two statements.
pub(crate) async fn at_once(db: &DatabaseConnection) -> Result<Vec<Line>, DbErr> {
    let films = film::Entity::find().all(db).await?;
    let screenings = films.load_many(screening::Entity, db).await?;
    Ok(films.into_iter().map(|film| film.title).zip(screenings.into_iter().map(rooms)).collect())
}

fn rooms(screenings: Vec<screening::Model>) -> Vec<String> {
    screenings.into_iter().map(|screening| screening.room).collect()
}
